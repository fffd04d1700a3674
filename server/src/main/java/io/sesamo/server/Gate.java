package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.EngineException;
import io.sesamo.engine.store.TokenRow;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.TenantScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Lets requests in. Loopback ports are open to every user of the machine, and others to all the
 * world, so a request must say who it is from and prove it, and not come too often.
 *
 * @param threshold that it has to pass before
 * @param people with the roles that they were given, and their tokens
 * @param sessions of those who have signed in by an access token
 * @param oidc those whom an identity provider vouches for
 * @param ids the id of a workflow that is named by it or by its UUID
 * @param has whether there is a workflow for somebody
 * @param pools the pool that a workflow is in, or asked for
 */
record Gate(
    Threshold threshold,
    Access access,
    People people,
    Sessions sessions,
    Optional<OidcPeople> oidc,
    UnaryOperator<String> ids,
    BiPredicate<String, TenantScope> has,
    UnaryOperator<String> pools)
    implements ApiServer.Doorman {

  private static final String BEARER = "Bearer ";

  /**
   * Who makes a request.
   *
   * @param user his name; empty: nobody has said who he is
   * @param roles by which he may do something: all that he has, or those of his token
   * @param given all that he was given, whether his token has them or not: what one forbids he may
   *     not do
   * @param scope whose work he may do this request's action to
   * @param token by which he has signed in
   * @param owner whether he has shown the home's secret
   */
  record Principal(
      String user,
      Set<Role> roles,
      Set<Role> given,
      TenantScope scope,
      Optional<TokenRow> token,
      boolean owner) {

    /** The attribute of a request that holds who makes it. */
    static final String ATTRIBUTE = "sesamo.principal";

    Principal {
      roles = Set.copyOf(roles);
      given = Set.copyOf(given);
    }

    /** Somebody who has not said who he is. */
    static final Principal NOBODY =
        new Principal(
            "",
            Set.of(BuiltInRole.DEFAULT),
            Set.of(),
            new TenantScope("", false),
            Optional.empty(),
            false);

    Principal asOwner() {
      return new Principal(user, roles, given, scope, token, true);
    }

    boolean may(Action action) {
      return roles.stream().anyMatch(role -> role.may(action));
    }

    /** Whether he may do that to a resource: one of his roles allows it, and none forbids it. */
    boolean may(Action action, String resource) {
      return roles.stream().anyMatch(role -> role.may(action, resource))
          && given.stream().noneMatch(role -> role.forbids(action, resource));
    }

    /** Whether what he may do depends on the resource. */
    boolean dependsOnResource() {
      return given.stream().anyMatch(OwnRole.class::isInstance);
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
    threshold.keepStrangersOut(context);
    if (BuiltInRole.DEFAULT.may(route.action())) {
      return Principal.NOBODY;
    }
    Principal principal = admitted(context, route.action());
    if (route.ofWorkflow()) {
      context.attribute(Route.WORKFLOW, ids.apply(context.pathParam("id")));
      requireVisible(principal, Route.workflow(context));
    }
    if (principal.dependsOnResource()) {
      requireMay(principal, route.action(), resource(context, route));
    }
    return principal;
  }

  /** Refuses a workflow that is another tenant's as one that is not there. */
  void requireVisible(Principal principal, String workflow) {
    if (!has.test(workflow, principal.scope())) {
      throw EngineException.noWorkflow(workflow);
    }
  }

  private static void requireMay(Principal principal, Action action, String resource) {
    if (!principal.may(action, resource)) {
      throw new ApiException(
          403,
          "USER",
          "%s may not do this to %s: it takes the right %s there, and %s has %s."
              .formatted(
                  principal.user(),
                  resource,
                  action.word(),
                  principal.user(),
                  Role.words(principal.roles())));
    }
  }

  /** What a request is about, in OSMO's words: workflows are told apart by their pools. */
  private String resource(Context context, Route route) {
    String of = route.action().word();
    if (of.startsWith("config:")) {
      return "config/" + context.path().replaceFirst("^/api/configs/", "").replaceFirst("/.*", "");
    }
    if (!of.startsWith("workflow:")) {
      return Policy.ALL;
    }
    if (route.path().contains("{pool}")) {
      String pool = context.pathParam("pool");
      return "pool/" + (pool.equals(PoolLoad.ANY) ? Policy.ALL : pool);
    }
    return route.ofWorkflow() ? "pool/" + pools.apply(Route.workflow(context)) : Policy.ALL;
  }

  private Principal admitted(Context context, Action action) {
    Principal principal = whoever(context, action);
    context.attribute(Principal.ATTRIBUTE, principal);
    if (!principal.owner()) {
      access.limits().count(principal.user());
    }
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

  @Override
  public ApiException refused(Context context, Route route, ApiException answer) {
    boolean failedToSignIn =
        answer.status() == 401
            || (route.action() == Action.AUTH_LOGIN
                && route.verb() == Route.Verb.POST
                && answer.status() == 400);
    return failedToSignIn && !threshold.local(context)
        ? access.limits().failed(threshold.caller(context), answer)
        : answer;
  }

  private Principal whoever(Context context, Action action) {
    Optional<String> user =
        Optional.ofNullable(context.header("x-osmo-user")).filter(text -> !text.isBlank());
    String authorization = Optional.ofNullable(context.header("Authorization")).orElse("");
    if (threshold.local(context) && sameAsSecret(authorization)) {
      return principal(user.orElse(access.owner()), Optional.empty(), action).asOwner();
    }
    if (authorization.startsWith(BEARER)) {
      return withBearer(authorization.substring(BEARER.length()).strip(), action);
    }
    if (access.devAuth() && authorization.isEmpty() && user.isPresent()) {
      return principal(user.get(), Set.of(BuiltInRole.USER), Optional.empty(), action);
    }
    throw new ApiException(
        401,
        "USER",
        "Sign in first: with an access token (osmo login --method token, sesamo login), or on this"
            + " machine with the secret of the server's home. It was"
            + (access.devAuth() ? " started with" : " not started with")
            + " --dev-auth.");
  }

  private Principal withBearer(String shown, Action action) {
    if (oidc.isPresent() && oidc.get().provider().claims(shown)) {
      OidcPeople.Seen seen = oidc.get().see(shown);
      return principal(seen.name(), seen.roles(), Optional.empty(), action);
    }
    TokenRow token = token(shown);
    return principal(token.person(), Optional.of(token), action);
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
    TenantScope scope = new TenantScope(people.tenant(name), all);
    return new Principal(name, has, people.given(name), scope, token, false);
  }

  private boolean sameAsSecret(String authorization) {
    byte[] given = authorization.getBytes(StandardCharsets.UTF_8);
    byte[] wanted = (BEARER + access.secret()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, wanted);
  }
}
