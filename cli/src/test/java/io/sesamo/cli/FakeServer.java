package io.sesamo.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sesamo.cli.background.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Answers as a Sesamo server would, with what a test lays down for each path. */
public final class FakeServer implements AutoCloseable {

  private static final String SECRET = "open-sesame";

  private final HttpServer http;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** What was asked: method, path with query, and body. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * What is answered.
   *
   * @param missing bytes that are announced and never come, as when a server dies
   */
  private record Answer(int status, String body, int missing) {}

  private FakeServer(HttpServer http) {
    this.http = http;
  }

  public static FakeServer start() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeServer server = new FakeServer(http);
      http.createContext("/", server::handle);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.start();
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Answers with 200. */
  public FakeServer answer(String path, String body) {
    return answer(path, 200, body);
  }

  public FakeServer answer(String path, int status, String body) {
    answers.put(path, new Answer(status, body, 0));
    return this;
  }

  /** Answers with the beginning of something longer, and breaks off. */
  public FakeServer breakOff(String path, String beginning) {
    answers.put(path, new Answer(200, beginning, 100));
    return this;
  }

  /** Says of itself what a server says. */
  public FakeServer introduce(long pid, String version, boolean busy) {
    return answer(
        "/api/sesamo/v1/server",
        """
        {"url": "%s", "pid": %d, "version": "%s", "busy": %s}\
        """
            .formatted(url(), pid, version, busy));
  }

  /** Leaves word in the home folder, as a server does when it is ready. */
  public void register(Home home, long pid) {
    try {
      home.make();
      Files.writeString(home.secret(), SECRET + "\n");
      Files.writeString(
          home.serverFile(),
          """
          {"url": "%s", "pid": %d, "version": "0.1.0", "devAuth": false}\
          """
              .formatted(url(), pid));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
      boolean known =
          ("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      Answer answer =
          known
              ? answers.getOrDefault(
                  exchange.getRequestURI().getPath(),
                  new Answer(404, "{\"message\": \"Nothing here.\"}", 0))
              : new Answer(401, "{\"message\": \"Who are you?\"}", 0);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length + answer.missing());
      exchange.getResponseBody().write(bytes);
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
