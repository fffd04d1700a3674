package io.sesamo.cli.login;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Asks a provider by forms (RFC 6749).
 *
 * @param trust whose certificates are believed, where it is not for the virtual machine's own list
 */
record TokenEndpoint(Optional<SSLContext> trust) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The answer, also where it is a refusal: it then has {@code error}. */
  Json ask(String url, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> Http.encode(field.getKey()) + "=" + Http.encode(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    trust.ifPresent(builder::sslContext);
    try (HttpClient client = builder.build()) {
      return Json.read(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException away) {
      throw CliException.later("The identity provider at " + url + " does not answer: " + away);
    } catch (IllegalArgumentException notJson) {
      throw CliException.later("The identity provider at " + url + " does not answer in JSON.");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CliException.refused("Interrupted while signing in.");
    }
  }

  /**
   * Reads tokens from an answer.
   *
   * @param before a refresh token that goes on to hold where the answer has none
   */
  static Tokens tokens(Json answer, String url, String client, Optional<String> before) {
    requireNoError(answer);
    String id = answer.get("id_token").text();
    if (id.isEmpty()) {
      throw CliException.refused(
          "The identity provider gave no ID token. The scopes must have openid among them.");
    }
    return new Tokens(
        id,
        Optional.of(answer.get("refresh_token").text())
            .filter(text -> !text.isEmpty())
            .or(() -> before),
        Instant.ofEpochSecond(claims(id).get("exp").number()),
        url,
        client);
  }

  /** What an ID token says. Its signature is for the server; it came by a channel that is safe. */
  static Json claims(String idToken) {
    try {
      String middle = idToken.split("\\.", -1)[1];
      return Json.read(new String(Base64.getUrlDecoder().decode(middle), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException noToken) {
      throw CliException.refused("The identity provider gave an ID token that is none.");
    }
  }

  static void requireNoError(Json answer) {
    String error = answer.get("error").text();
    if (!error.isEmpty()) {
      String more = answer.get("error_description").text();
      throw CliException.refused(
          "The identity provider refuses: " + error + (more.isEmpty() ? "" : ", " + more) + ".");
    }
  }
}
