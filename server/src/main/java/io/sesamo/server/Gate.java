package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.EngineException;
import io.sesamo.engine.store.TokenRow;
import io.sesamo.engine.view.TenantScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Lets requests in. Loopback ports are open to every user of the machine and to every page in his
 * browser, so a request must say who it is from and prove it, must be meant for this host, and must
 * not come from a web page.
 *
 * @param people with the roles that they were given, and their tokens
 * @param sessions of those who have signed in
 * @param has whether there is a workflow for somebody
 */
record Gate(Access access, People people, Sessions sessions, BiPredicate<String, TenantScope> has)
    implements ApiServer.Doorman {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final String BEARER = "Bearer ";

  /**
   * Who makes a request.
   *
   * @param user his name; empty: nobody has said who he is
   * @param roles all that he has
   * @param scope whose work he may do this request's action to
   * @param token by which he has signed in
   */
  record Principal(String user, Set<Role> roles, TenantScope scope, Optional<TokenRow> token) {
    Principal {
      roles = Set.copyOf(roles);
    }

    /** Somebody who has not said who he is. */
    static final Principal NOBODY =
        new Principal("", Set.of(Role.DEFAULT), new TenantScope("", false), Optional.empty());

    boolean may(Action action) {
      return roles.stream().anyMatch(role -> role.may(action));
    }
  }

  /**
   * Lets a request to a route in.
   *
   * @throws ApiException 401 when it does not say who it is from, 403 when he may not
   * @throws EngineException that there is no such workflow: in the same words whether it is another
   *     tenant's or nobody's
   */
  @Override
  public Principal admit(Context context, Route route) {
    keepStrangersOut(context);
    if (Role.DEFAULT.may(route.action())) {
      return Principal.NOBODY;
    }
    Principal principal = admitted(context, route.action());
    if (route.ofWorkflow()) {
      requireVisible(principal, context.pathParam("id"));
    }
    return principal;
  }

  /** Refuses a workflow that is another tenant's as one that is not there. */
  void requireVisible(Principal principal, String workflow) {
    if (!has.test(workflow, principal.scope())) {
      throw EngineException.noWorkflow(workflow);
    }
  }

  private Principal admitted(Context context, Action action) {
    Principal principal = whoever(context, action);
    if (!principal.may(action)) {
      throw new ApiException(
          403,
          "USER",
          "%s may not do this. It takes the right %s, which these roles give: %s; %s has %s. %s"
              .formatted(
                  principal.user(),
                  action.word(),
                  Role.words(action),
                  principal.user(),
                  principal.roles().isEmpty() ? "none" : Role.words(principal.roles()),
                  "An administrator gives roles; so does roles.yaml in the server's home."));
    }
    return principal;
  }

  static void keepStrangersOut(Context context) {
    String host = Optional.ofNullable(context.header("Host")).orElse("");
    String name = host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    if (!LOOPBACK.contains(name)) {
      throw new ApiException(403, "USER", "This server answers on the loopback interface only.");
    }
    if (context.header("Origin") != null || "cross-site".equals(context.header("Sec-Fetch-Site"))) {
      throw new ApiException(403, "USER", "This server does not answer to web pages.");
    }
  }

  private Principal whoever(Context context, Action action) {
    Optional<String> user =
        Optional.ofNullable(context.header("x-osmo-user")).filter(text -> !text.isBlank());
    String authorization = Optional.ofNullable(context.header("Authorization")).orElse("");
    if (sameAsSecret(authorization)) {
      return principal(user.orElse(access.owner()), Optional.empty(), action);
    }
    if (authorization.startsWith(BEARER)) {
      TokenRow token = token(authorization.substring(BEARER.length()));
      return principal(token.person(), Optional.of(token), action);
    }
    if (access.devAuth() && authorization.isEmpty() && user.isPresent()) {
      return principal(user.get(), Set.of(Role.USER), Optional.empty(), action);
    }
    throw new ApiException(
        401,
        "USER",
        "Sign in first: with an access token (osmo login --method token, sesamo login), or on this"
            + " machine with the secret of the server's home. It was"
            + (access.devAuth() ? " started with" : " not started with")
            + " --dev-auth.");
  }

  private TokenRow token(String shown) {
    return (shown.indexOf('.') >= 0 ? sessions.tokenOf(shown) : people.token(shown))
        .orElseThrow(() ->
            new ApiException(
                401, "USER", "This token is unknown, was revoked, or has expired. Sign in again."));
  }

  private Principal principal(String name, Optional<TokenRow> token, Action action) {
    Set<Role> all = people.rolesOf(name);
    Set<Role> shown =
        token
            .map(row ->
                all.stream()
                    .filter(role -> row.roles().contains(role.word()))
                    .collect(Collectors.toSet()))
            .orElse(all);
    return principal(name, shown, token, action);
  }

  private Principal principal(String name, Set<Role> has, Optional<TokenRow> token, Action action) {
    boolean all = has.stream().anyMatch(role -> role.forAll() && role.may(action));
    return new Principal(name, has, new TenantScope(people.tenant(name), all), token);
  }

  private boolean sameAsSecret(String authorization) {
    byte[] given = authorization.getBytes(StandardCharsets.UTF_8);
    byte[] wanted = (BEARER + access.secret()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, wanted);
  }
}
