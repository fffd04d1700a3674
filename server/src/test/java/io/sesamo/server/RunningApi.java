package io.sesamo.server;

import io.sesamo.engine.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole server in this process: database, engine, pool and API over a home of its own. */
final class RunningApi implements AutoCloseable {

  static final String SECRET = "only the owner knows";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ControlPlane plane;
  private final ApiServer api;
  private final String url;

  RunningApi(Path home, boolean devAuth) throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    Metrics metrics = new Metrics("test");
    int port = FreePort.choose(0);
    this.url = "http://127.0.0.1:" + port;
    this.plane =
        ControlPlane.start(
            ServerHome.open(home), Options.parse(List.of(), Map.of()), clock, metrics);
    ServerFacts facts =
        new ServerFacts(url, ProcessHandle.current().pid(), "test", home, devAuth, clock.instant());
    Access access =
        new Access(
            SECRET,
            "k".repeat(32),
            devAuth,
            "owner",
            Roles.read(home.resolve("roles.yaml"), "owner"));
    this.api = ApiServer.of(plane, access, facts, clock, metrics, () -> {});
    api.listen(port);
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

  HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .method(
            method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body));
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
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
