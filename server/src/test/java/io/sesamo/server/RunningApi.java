package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.server.network.Front;
import io.sesamo.server.network.Network;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole server in this process: database, engine, pool and API over a home of its own. Every
 * answer is held to the API's description.
 */
final class RunningApi implements AutoCloseable {

  static final String SECRET = "only the owner knows";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ControlPlane plane;
  private final ApiServer api;
  private final AnswerCheck check;
  private final String url;

  RunningApi(Path home, boolean devAuth) throws IOException, InterruptedException {
    this(home, devAuth, Optional.empty(), Limits.of(0, InstantSource.system()));
  }

  /** One that a network reaches, or that lets nobody ask too often. */
  RunningApi(Path home, boolean devAuth, Optional<Front> front, Limits limits)
      throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    Metrics metrics = new Metrics("test");
    int port = FreePort.choose(0);
    this.url = "http://127.0.0.1:" + port;
    this.plane =
        ControlPlane.start(
            ServerHome.open(home), Options.parse(List.of(), Map.of()), clock, metrics);
    ServerFacts facts =
        new ServerFacts(
            new Network(port, front),
            ProcessHandle.current().pid(),
            "test",
            home,
            devAuth,
            clock.instant(),
            List.of());
    Access access =
        new Access(
            SECRET,
            "k".repeat(32),
            devAuth,
            "owner",
            Roles.read(home.resolve("roles.yaml"), "owner"),
            limits,
            OidcFile.read(home.resolve("oidc.yaml")));
    this.api = ApiServer.of(plane, access, facts, clock, metrics, () -> {});
    this.check = new AnswerCheck(api.routes());
    api.listen();
  }

  List<Route> routes() {
    return api.routes();
  }

  /** An answer as it came. */
  record Answer(int status, String type, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }
  }

  /** A request as the official client of 6.4 makes it after a dev login. */
  Answer asOsmo(String method, String path, String body) throws IOException, InterruptedException {
    return send(
        request(method, path, body)
            .header("Content-Type", "application/json")
            .header("User-Agent", "osmo-cli/6.4.0")
            .header("x-osmo-client-version", "6.4.0")
            .header("x-osmo-user", "ada"));
  }

  /** A request of the owner of the home. */
  Answer asOwner(String path) throws IOException, InterruptedException {
    return send(request("GET", path, "").header("Authorization", "Bearer " + SECRET));
  }

  /** Has somebody work for a tenant. */
  void setTenant(String user, String tenant) throws IOException, InterruptedException {
    as("owner", "PUT", "/api/sesamo/v1/user/" + user + "/tenant", json(Map.of("tenant", tenant)));
  }

  /** A request of somebody who knows the secret, with a body or without. */
  Answer as(String user, String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(method, path, body)
            .header("Authorization", "Bearer " + SECRET)
            .header("x-osmo-user", user));
  }

  void stopDatabase() {
    plane.postgres().ifPresent(EmbeddedPostgres::stop);
  }

  /** From now on the database refuses what the engine decides. */
  void refuseSteps() throws SQLException {
    EmbeddedPostgres postgres = plane.postgres().orElseThrow();
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        var statement = connection.createStatement()) {
      statement.execute("alter table workflow add constraint none check (false) not valid");
    }
  }

  HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .method(
            method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest asked = request.build();
    HttpResponse<String> response = client.send(asked, BodyHandlers.ofString());
    Answer answer =
        new Answer(
            response.statusCode(),
            response.headers().firstValue("Content-Type").orElse(""),
            response.body());
    String target = asked.uri().getRawPath();
    assertThat(check.mistakes(asked.method(), target, answer))
        .as("%s %s answered %s", asked.method(), asked.uri(), answer)
        .isEmpty();
    return answer;
  }

  static JsonNode read(String text) {
    return JSON.readTree(text);
  }

  static String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  @Override
  public void close() {
    api.close();
    plane.close();
  }
}
