package io.sesamo.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Requests to one server.
 *
 * <p>HttpURLConnection, since it starts in a third of the time of the newer client. It repeats
 * requests whose connection breaks unless their body has a length set beforehand: so every body
 * here has one, and nothing is ever submitted twice.
 *
 * @param url of the server, without a slash at the end
 * @param identity who asks
 * @param trust whose certificates are believed, where it is not for the virtual machine's own list
 */
public record Http(String url, Identity identity, Optional<SSLContext> trust) {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int BUFFER = 1 << 16;

  /**
   * Requests of whoever has a secret.
   *
   * @param secret such as that of a server's home, or an access token
   */
  public Http(String url, String secret) {
    this(url, Identity.bearer(secret), Optional.empty());
  }

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

  public Json put(String path, Json body) throws IOException {
    return send("PUT", path, "application/json", body.write(), Map.of());
  }

  /** Changes a part of what is there. */
  public Json patch(String path, Json body) throws IOException {
    // HttpURLConnection has no word for it.
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body.write()));
    identity.headers().forEach(request::header);
    try (HttpClient made = newClient()) {
      HttpResponse<String> response = made.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw refusal(response.statusCode(), response.body());
      }
      return Json.read(response.body());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the server");
    }
  }

  /** The newer client, for what the older cannot do. */
  HttpClient newClient() {
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    trust.ifPresent(client::sslContext);
    return client.build();
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

  /**
   * Writes what the server sends somewhere, as it comes.
   *
   * @throws IOException also when the answer breaks off
   */
  public void bytes(String path, OutputStream target) throws IOException {
    try (InputStream bytes = answer(open("GET", path, ANSWER))) {
      byte[] buffer = new byte[BUFFER];
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        target.write(buffer, 0, count);
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
    if (connection instanceof HttpsURLConnection secure && trust.isPresent()) {
      secure.setSSLSocketFactory(trust.get().getSocketFactory());
    }
    connection.setRequestMethod(method);
    identity.headers().forEach(connection::setRequestProperty);
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
      throw new ServerException(
          connection.getResponseCode(),
          "",
          connection.getURL() + " answered with something that is not JSON. Is it Sesamo's?",
          List.of());
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
    if (message.isEmpty()) {
      message = detail(body.get("detail"));
    }
    return new ServerException(
        status,
        body.get("error_code").text(),
        message.isEmpty() ? "The server answered with status " + status + "." : message,
        body.get("problems").texts());
  }

  /** What is said of values of the wrong kind, and of paths that there are not. */
  private static String detail(Json detail) {
    List<String> words = new ArrayList<>();
    for (Json one : detail.items()) {
      words.add(String.join(".", one.get("loc").texts()) + ": " + one.get("msg").text());
    }
    return words.isEmpty() ? detail.text() : String.join("; ", words);
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
