package io.sesamo.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
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
import javax.net.ssl.SSLContext;

/** Answers as a Sesamo server would, with what a test lays down for each path. */
public final class FakeServer implements AutoCloseable {

  /** What it wants to be shown. */
  public static final String SECRET = "open-sesame";

  private final HttpServer http;
  private final String scheme;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  private final Map<String, Answer> open = new ConcurrentHashMap<>();
  private volatile String accepted = SECRET;

  private volatile Answer otherwise = new Answer(404, "{\"message\": \"Nothing here.\"}", 0);

  /** What was asked: method, path with query, and body. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * What is answered.
   *
   * @param missing bytes that are announced and never come, as when a server dies
   */
  private record Answer(int status, String body, int missing) {}

  private FakeServer(HttpServer http, String scheme) {
    this.http = http;
    this.scheme = scheme;
  }

  public static FakeServer start() {
    try {
      return start(HttpServer.create(address(), 0), "http");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** One that shows a certificate. */
  public static FakeServer startSecure(SSLContext certificate) {
    try {
      HttpsServer https = HttpsServer.create(address(), 0);
      https.setHttpsConfigurator(new HttpsConfigurator(certificate));
      return start(https, "https");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static FakeServer start(HttpServer http, String scheme) {
    FakeServer server = new FakeServer(http, scheme);
    http.createContext("/", server::handle);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return server;
  }

  public String url() {
    return scheme + "://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Answers with 200. */
  public FakeServer answer(String path, String body) {
    return answer(path, 200, body);
  }

  public FakeServer answer(String path, int status, String body) {
    answers.put(path, new Answer(status, body, 0));
    return this;
  }

  /** Answers with 200, whoever asks. */
  public FakeServer answerAnybody(String path, String body) {
    open.put(path, new Answer(200, body, 0));
    return this;
  }

  /** Wants to be shown that from now on. */
  public FakeServer accept(String token) {
    accepted = token;
    return this;
  }

  /** Answers with 200 whatever nothing else was laid down for. */
  public FakeServer answerAll(String body) {
    otherwise = new Answer(200, body, 0);
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
      var headers = exchange.getRequestHeaders();
      boolean known =
          ("Bearer " + accepted).equals(headers.getFirst("Authorization"))
              || (headers.getFirst("Authorization") == null
                  && "ada".equals(headers.getFirst("x-osmo-user")));
      Answer anybodys = open.get(exchange.getRequestURI().getPath());
      Answer answer =
          anybodys != null
              ? anybodys
              : known
                  ? answers.getOrDefault(exchange.getRequestURI().getPath(), otherwise)
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
