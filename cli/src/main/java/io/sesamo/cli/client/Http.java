package io.sesamo.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Requests to one server.
 *
 * <p>HttpURLConnection, since it starts in a third of the time of the newer client. It repeats
 * requests whose connection breaks unless their body has a length set beforehand: so every body
 * here has one, and nothing is ever submitted twice.
 *
 * @param url of the server, without a slash at the end
 * @param secret what proves that the caller is the home folder's owner
 */
public record Http(String url, String secret) {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  public Json get(String path) throws IOException {
    return json(open("GET", path, ANSWER));
  }

  /** A request whose answer must come within {@code patience}. */
  public Json get(String path, Duration patience) throws IOException {
    return json(open("GET", path, patience));
  }

  public Json delete(String path) throws IOException {
    return json(open("DELETE", path, ANSWER));
  }

  public Json post(String path, Json body) throws IOException {
    return send("POST", path, "application/json", body.write(), Map.of());
  }

  /**
   * Puts YAML there.
   *
   * @param headers besides the usual ones; ASCII
   */
  public Json putText(String path, String yaml, Map<String, String> headers) throws IOException {
    return send("PUT", path, "text/yaml; charset=utf-8", yaml, headers);
  }

  private Json send(
      String method, String path, String type, String body, Map<String, String> headers)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpURLConnection connection = open(method, path, ANSWER);
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", type);
    headers.forEach(connection::setRequestProperty);
    connection.setFixedLengthStreamingMode(bytes.length);
    try (var out = connection.getOutputStream()) {
      out.write(bytes);
    }
    return json(connection);
  }

  public String text(String path) throws IOException {
    return text(answer(open("GET", path, ANSWER)));
  }

  /**
   * Hands on line by line what the server sends, until it has said everything.
   *
   * @throws IOException also when the answer breaks off
   */
  public void lines(String path, Consumer<String> line) throws IOException {
    HttpURLConnection connection = open("GET", path, Duration.ZERO); // silence means no news
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(answer(connection), StandardCharsets.UTF_8))) {
      for (String next = reader.readLine(); next != null; next = reader.readLine()) {
        line.accept(next);
      }
    }
  }

  /** A text as part of a path or query. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpURLConnection open(String method, String path, Duration patience) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url + path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Authorization", "Bearer " + secret);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    return connection;
  }

  private static Json json(HttpURLConnection connection) throws IOException {
    String text = text(answer(connection));
    try {
      return Json.read(text);
    } catch (IllegalArgumentException notJson) {
      throw new IOException(
          connection.getURL() + " answered with something that is not JSON", notJson);
    }
  }

  private static InputStream answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status >= 300 || status < 0) {
      String text =
          Optional.ofNullable(connection.getErrorStream()).map(Http::quietText).orElse("");
      throw refusal(status, text);
    }
    return connection.getInputStream();
  }

  private static ServerException refusal(int status, String text) {
    Json body;
    try {
      body = Json.read(text);
    } catch (IllegalArgumentException plainText) {
      body = new Json(null);
    }
    String message = body.get("message").text();
    List<String> problems = body.get("problems").texts();
    return new ServerException(
        status,
        message.isEmpty() ? "The server answered with status " + status : message,
        problems);
  }

  private static String text(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String quietText(InputStream stream) {
    try {
      return text(stream);
    } catch (IOException brokenOff) {
      return "";
    }
  }
}
