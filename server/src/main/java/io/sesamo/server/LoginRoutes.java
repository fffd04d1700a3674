package io.sesamo.server;

import io.sesamo.server.contract.Schema;
import io.sesamo.server.oidc.Endpoints;
import io.sesamo.server.oidc.Provider;
import io.sesamo.server.oidc.ProviderAwayException;
import io.sesamo.server.oidc.Settings;
import java.util.List;
import java.util.Optional;

/** Tells commands where people sign in. */
record LoginRoutes(Optional<Provider> provider) {

  private static final Schema LOGIN =
      Schema.object("LoginInfo")
          .has("device_endpoint", Schema.text().orNull())
          .has("device_client_id", Schema.text().orNull())
          .has("browser_endpoint", Schema.text().orNull())
          .has("browser_client_id", Schema.text().orNull())
          .has("token_endpoint", Schema.text().orNull())
          .has("logout_endpoint", Schema.text().orNull())
          .has("issuer", Schema.text())
          .has("scopes", Schema.text());

  List<Route> routes() {
    return List.of(
        Route.get("/api/auth/login", Action.AUTH_LOGIN, (c, p) -> login())
            .says("Where people sign in: the addresses and clients of the identity provider.")
            .gives(LOGIN));
  }

  private Object login() {
    Provider asked =
        provider.orElseThrow(() ->
            ApiException.user(
                "This server has no identity provider. Sign in with an access token: osmo login"
                    + " --method token, or sesamo login --token-file FILE. An administrator makes"
                    + " one."));
    Endpoints endpoints;
    try {
      endpoints = asked.endpoints();
    } catch (ProviderAwayException e) {
      throw OidcPeople.away();
    }
    Settings settings = asked.settings();
    return Wire.map(
        "device_endpoint", endpoints.device().orElse(null),
        "device_client_id", settings.deviceClient(),
        "browser_endpoint", endpoints.authorization(),
        "browser_client_id", settings.browserClient(),
        "token_endpoint", endpoints.token(),
        "logout_endpoint", endpoints.logout().orElse(null),
        "issuer", settings.issuer().toString(),
        "scopes", settings.scopes());
  }
}
