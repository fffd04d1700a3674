package io.sesamo.cli.login;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.util.Optional;

/**
 * Where people sign in to a server: what it answers to {@code GET /api/auth/login}.
 *
 * @param browser address for the browser
 * @param browserClient the client's name there
 * @param token address that gives tokens
 * @param device address that gives codes for another device
 * @param deviceClient the client's name there
 * @param scopes what is asked for, with blanks between
 */
public record LoginInfo(
    String browser,
    String browserClient,
    String token,
    Optional<String> device,
    String deviceClient,
    String scopes) {

  private static final String USUAL_SCOPES = "openid profile email offline_access";

  /** Asks a server for it. Nobody needs to be signed in for that. */
  public static LoginInfo of(Http server) throws IOException {
    return of(server.get("/api/auth/login"));
  }

  static LoginInfo of(Json answer) {
    String browser = answer.get("browser_endpoint").text();
    String token = answer.get("token_endpoint").text();
    if (browser.isEmpty() || token.isEmpty()) {
      throw CliException.refused("The server does not say where to sign in.");
    }
    String scopes = answer.get("scopes").text();
    return new LoginInfo(
        browser,
        answer.get("browser_client_id").text(),
        token,
        Optional.of(answer.get("device_endpoint").text()).filter(text -> !text.isEmpty()),
        answer.get("device_client_id").text(),
        scopes.isEmpty() ? USUAL_SCOPES : scopes);
  }
}
