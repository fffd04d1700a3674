package io.sesamo.cli.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Waits on the loopback interface for what a browser brings back from a provider. Any program and
 * page of this machine can knock there, so only the answer with the state of this attempt counts.
 */
final class CodeListener implements AutoCloseable {

  private static final String PATH = "/callback";

  private final HttpServer server;
  private final String state;
  private final BlockingQueue<Map<String, String>> answers = new LinkedBlockingQueue<>();

  private CodeListener(HttpServer server, String state) {
    this.server = server;
    this.state = state;
  }

  static CodeListener open(String state) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback()), 0), 0);
    CodeListener listener = new CodeListener(server, state);
    server.createContext("/", listener::take);
    server.start();
    return listener;
  }

  private static byte[] loopback() {
    return new byte[] {127, 0, 0, 1};
  }

  /** Where the browser is to go. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  /** The code, once the browser has brought it. */
  String await(Duration patience) {
    Map<String, String> answer;
    try {
      answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CliException.refused("Interrupted while signing in.");
    }
    if (answer == null) {
      throw CliException.refused("Nobody has signed in with the browser in time. Try again.");
    }
    return Optional.ofNullable(answer.get("code"))
        .orElseThrow(() ->
            CliException.refused(
                "The identity provider refuses: "
                    + answer.getOrDefault("error", "it gave no code")
                    + Optional.ofNullable(answer.get("error_description"))
                        .map(more -> ", " + more)
                        .orElse("")
                    + "."));
  }

  private void take(HttpExchange exchange) throws IOException {
    Map<String, String> query =
        query(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    boolean ours =
        exchange.getRequestURI().getPath().equals(PATH) && state.equals(query.get("state"));
    String words =
        !ours
            ? "This page is not part of signing in."
            : query.containsKey("code")
                ? "You are signed in. This page may be closed."
                : "You are not signed in. The command says why.";
    byte[] bytes =
        ("<!doctype html><title>Sesamo</title><p>" + words).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
    exchange.sendResponseHeaders(ours ? 200 : 404, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
    if (ours) {
      answers.add(query);
    }
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  @Override
  public void close() {
    server.stop(1); // the page in the browser is still on its way
  }
}
