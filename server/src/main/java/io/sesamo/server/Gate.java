package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.Roles.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lets requests in. Loopback ports are open to every user of the machine and to every page in his
 * browser, so a request must carry the secret of the home, must be meant for this host, and must
 * not come from a web page.
 *
 * @param secret what the owner of the home can read
 * @param devAuth whether a user name alone is enough
 * @param owner the user that a request without a name is taken for
 * @param roles of those who know the secret; a name alone gives none
 */
record Gate(String secret, boolean devAuth, String owner, Roles roles) {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /** Who makes a request, and what he may do beside running workflows. */
  record Principal(String user, Set<Role> roles) {
    Principal {
      roles = Set.copyOf(roles);
    }
  }

  /**
   * Lets a request to a route in.
   *
   * @throws ApiException 403 or 401 when it stays outside
   */
  Principal admit(Context context, Route.Purpose purpose) {
    keepStrangersOut(context);
    return switch (purpose) {
      case USE, WATCH -> whoever(context);
      case PROBE -> new Principal("probe", Set.of());
    };
  }

  private static void keepStrangersOut(Context context) {
    String host = Optional.ofNullable(context.header("Host")).orElse("");
    String name = host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    if (!LOOPBACK.contains(name)) {
      throw new ApiException(403, "USER", "This server answers on the loopback interface only.");
    }
    if (context.header("Origin") != null || "cross-site".equals(context.header("Sec-Fetch-Site"))) {
      throw new ApiException(403, "USER", "This server does not answer to web pages.");
    }
  }

  private Principal whoever(Context context) {
    Optional<String> user =
        Optional.ofNullable(context.header("x-osmo-user")).filter(text -> !text.isBlank());
    String authorization = Optional.ofNullable(context.header("Authorization")).orElse("");
    if (sameAsSecret(authorization)) {
      String name = user.orElse(owner);
      return new Principal(name, roles.of(name));
    }
    if (devAuth && authorization.isEmpty() && user.isPresent()) {
      return new Principal(user.get(), Set.of());
    }
    throw new ApiException(
        401,
        "USER",
        "This server wants the secret of its home as a bearer token. It was"
            + (devAuth ? " started with" : " not started with")
            + " --dev-auth.");
  }

  private boolean sameAsSecret(String authorization) {
    byte[] given = authorization.getBytes(StandardCharsets.UTF_8);
    byte[] wanted = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, wanted);
  }
}
