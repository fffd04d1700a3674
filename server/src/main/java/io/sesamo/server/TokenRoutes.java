package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.store.TokenRow;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Access tokens, one's own and those of others, and the sessions that they are traded for. */
record TokenRoutes(People people, Sessions sessions, InstantSource clock) {

  private static final String OWN = "/api/auth/access_token";
  private static final String OF_USER = "/api/auth/user/{user}/access_token";
  private static final String SESSION = "/api/auth/jwt/access_token";
  private static final String REFRESH = "/api/auth/jwt/refresh_token";
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int LONGEST_NAME = 64;

  List<Route> routes() {
    return List.of(
        Route.post(SESSION, Action.AUTH_LOGIN, (c, p) -> session(posted(c)))
            .says("Trades an access token for a session.")
            .body(PeopleSchemas.SHOWN_TOKEN)
            .gives(PeopleSchemas.SESSION),
        Route.get(SESSION, Action.AUTH_TOKEN, (c, p) -> refuseAddress())
            .says("Is refused: a token has no place in an address."),
        Route.get(REFRESH, Action.AUTH_TOKEN, (c, p) -> refuseTask())
            .says("Is refused: tasks have no tokens of this server.")
            .refuses(501),
        Route.post(REFRESH, Action.AUTH_TOKEN, (c, p) -> refuseTask())
            .says("Is refused: tasks have no tokens of this server.")
            .refuses(501),
        Route.get(OWN, Action.AUTH_TOKEN, (c, p) -> list(p.user()))
            .says("Lists one's own access tokens.")
            .gives(Schema.list(PeopleSchemas.TOKEN)),
        Route.post(OWN + "/{token}", Action.AUTH_TOKEN, (c, p) -> add(c, p, p.user()))
            .says("Makes an access token for oneself. It is shown this once.")
            .query(PeopleSchemas.NEW_TOKEN_QUERY)
            .gives(Schema.text()),
        Route.delete(OWN + "/{token}", Action.AUTH_TOKEN, (c, p) -> delete(c, p.user()))
            .says("Revokes one of one's own access tokens.")
            .gives(Schema.nothing()),
        Route.get(OWN + "/{token}/roles", Action.AUTH_TOKEN, (c, p) -> roles(c, p.user()))
            .says("Tells what one of one's own access tokens may do.")
            .gives(PeopleSchemas.TOKEN_ROLES),
        Route.get(OF_USER, Action.USER_MANAGE, (c, p) -> list(user(c)))
            .says("Lists a user's access tokens.")
            .gives(Schema.list(PeopleSchemas.TOKEN)),
        Route.post(OF_USER + "/{token}", Action.USER_MANAGE, (c, p) -> add(c, p, user(c)))
            .says("Makes an access token for a user, such as a service. It is shown this once.")
            .query(PeopleSchemas.NEW_TOKEN_QUERY)
            .gives(Schema.text()),
        Route.delete(OF_USER + "/{token}", Action.USER_MANAGE, (c, p) -> delete(c, user(c)))
            .says("Revokes an access token of a user.")
            .gives(Schema.nothing()));
  }

  private static Object refuseAddress() {
    throw ApiException.user(
        "A token has no place in an address, which many a program writes down. Post it in the"
            + " body: {\"token\": \"...\"}.");
  }

  private static Object refuseTask() {
    throw new ApiException(
        501, "USER", "Tasks have no tokens of this server, so there are none to be renewed.");
  }

  private String user(Context context) {
    String name = context.pathParam("user");
    if (people.person(name).isEmpty()) {
      throw ApiException.user("User " + name + " not found");
    }
    return name;
  }

  private static String posted(Context context) {
    JsonNode token = Intake.json(context).path("token");
    if (!token.isString()) {
      throw ApiException.invalid("body", "token", "Input should be a valid string");
    }
    return token.asString();
  }

  private Object session(String shown) {
    TokenRow token =
        people
            .token(shown)
            .orElseThrow(() ->
                ApiException.user("The access token is unknown, was revoked, or has expired."));
    Sessions.Session session = sessions.begin(token);
    return Wire.map(
        "token", session.token(), "expires_at", session.end().getEpochSecond(), "error", null);
  }

  private Object list(String person) {
    return people.tokens(person).stream()
        .map(token ->
            Wire.map(
                "user_name", token.person(),
                "token_name", token.name(),
                "expires_at", Wire.time(token.expiresAt()),
                "description", token.description(),
                "roles", token.roles()))
        .toList();
  }

  private Object add(Context context, Principal principal, String person) {
    Parameters query = new Parameters(context);
    String name = context.pathParam("token");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*") || name.length() > LONGEST_NAME) {
      throw ApiException.user(
          "A token's name has letters, digits, and _ . - between them, "
              + LONGEST_NAME
              + " at most.");
    }
    String description = query.text("description").orElse("");
    Set<Role> most = people.rolesOf(person);
    if (person.equals(principal.user())) {
      most.retainAll(principal.roles());
    }
    if (most.isEmpty()) {
      throw ApiException.user(
          "The roles of "
              + person
              + " come from the identity provider, and a token would outlive them. An administrator"
              + " gives roles that tokens can have.");
    }
    Set<Role> roles = roles(query.texts("roles"), most, person);
    return people.addToken(person, name, description, roles, end(query), principal.user());
  }

  /** A token can do no more than whoever it is for. */
  private static Set<Role> roles(List<String> wanted, Set<Role> has, String person) {
    if (wanted.isEmpty()) {
      return has;
    }
    Set<Role> roles = new HashSet<>();
    for (String word : wanted) {
      Optional<Role> role = has.stream().filter(each -> each.word().equals(word)).findFirst();
      roles.add(
          role.orElseThrow(() ->
              ApiException.user(
                  person + " has no role " + word + ", only: " + Role.words(has) + ".")));
    }
    return roles;
  }

  private Instant end(Parameters query) {
    String day =
        query
            .text("expires_at")
            .orElseThrow(() -> ApiException.invalid("query", "expires_at", "Field required"));
    Instant end;
    try {
      end = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw ApiException.invalid("query", "expires_at", "Input should be a day like 2026-12-31");
    }
    Instant now = clock.instant();
    if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
      throw ApiException.user("A token ends on a day to come, within a year.");
    }
    return end;
  }

  private Object delete(Context context, String person) {
    people.deleteToken(person, context.pathParam("token"));
    return Route.Special.NOTHING;
  }

  private Object roles(Context context, String person) {
    String name = context.pathParam("token");
    TokenRow token =
        people
            .token(person, name)
            .orElseThrow(() -> ApiException.user("Token " + name + " does not exist."));
    return Wire.map(
        "user_name",
        person,
        "token_name",
        name,
        "roles",
        token.roles().stream()
            .map(role ->
                Wire.map(
                    "role_name",
                    role,
                    "assigned_by",
                    token.createdBy(),
                    "assigned_at",
                    Wire.time(token.createdAt())))
            .toList());
  }
}
