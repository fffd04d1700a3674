package io.sesamo.server.oidc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a provider for its addresses when they are first needed, and again after some time; while it
 * is away, those that it gave before hold. Thread-safe.
 */
final class Discovery {

  private static final Logger LOG = System.getLogger(Discovery.class.getName());
  private static final Duration HOLDS = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final URI issuer;
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private @Nullable Endpoints known;
  private @Nullable ProviderAwayException lastFailure;
  private Instant askAgain = Instant.MIN;

  Discovery(URI issuer, InstantSource clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  synchronized Endpoints endpoints() throws ProviderAwayException {
    if (!clock.instant().isBefore(askAgain)) {
      try {
        known = ask();
        lastFailure = null;
        askAgain = clock.instant().plus(HOLDS);
      } catch (ProviderAwayException e) {
        LOG.log(Level.WARNING, "The identity provider is away: {0}", e.getMessage());
        lastFailure = e;
        askAgain = clock.instant().plus(PAUSE);
      }
    }
    if (known != null) {
      return known;
    }
    throw Optional.ofNullable(lastFailure).orElseThrow();
  }

  private Endpoints ask() throws ProviderAwayException {
    String slash = issuer.toString().endsWith("/") ? "" : "/";
    URI uri = URI.create(issuer + slash + ".well-known/openid-configuration");
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
      JsonNode told = JsonMapper.shared().readTree(answer.body());
      if (!told.path("issuer").asString("").equals(issuer.toString())) {
        throw new IOException("it calls itself " + told.path("issuer").asString("nothing"));
      }
      return new Endpoints(
          needed(told, "authorization_endpoint"),
          needed(told, "token_endpoint"),
          address(told, "device_authorization_endpoint"),
          address(told, "end_session_endpoint"),
          needed(told, "jwks_uri"));
    } catch (IOException | JacksonException e) {
      throw new ProviderAwayException(uri + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderAwayException(uri + ": interrupted", e);
    }
  }

  private static String needed(JsonNode told, String name) throws IOException {
    return address(told, name).orElseThrow(() -> new IOException("it tells no " + name));
  }

  private static Optional<String> address(JsonNode told, String name) throws IOException {
    String text = told.path(name).asString("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!safe(text)) {
      throw new IOException(name + " is " + text + ", which is not https");
    }
    return Optional.of(text);
  }

  /** Whether nobody on the way can change what is read there. */
  static boolean safe(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
