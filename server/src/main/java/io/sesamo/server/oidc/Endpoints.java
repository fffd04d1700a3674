package io.sesamo.server.oidc;

import java.util.Optional;

/** Where a provider is asked (OpenID Connect Discovery 1.0, RFC 8628). */
public record Endpoints(
    String authorization,
    String token,
    Optional<String> device,
    Optional<String> logout,
    String keys) {}
