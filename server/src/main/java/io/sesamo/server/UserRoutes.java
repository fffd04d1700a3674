package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.store.PersonRow;
import io.sesamo.engine.store.PersonRow.RoleRow;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who may use the server, and as what. A service account is a user whom nobody signs in as. */
record UserRoutes(People people) {

  private static final String ROOT = "/api/auth/user";
  private static final String ROLE = "/api/auth/roles/{role}/users";
  private static final int LONGEST_NAME = 128;

  List<Route> routes() {
    return List.of(
        Route.get("/api/users", Action.USER_LIST, (c, p) -> names(p))
            .says("Lists the names of users.")
            .gives(Schema.texts()),
        Route.get(ROOT, Action.USER_MANAGE, (c, p) -> list(c))
            .says("Lists users.")
            .query(PeopleSchemas.USERS_QUERY)
            .gives(PeopleSchemas.USERS),
        Route.post(ROOT, Action.USER_MANAGE, this::create)
            .says("Makes a user, a person or a service, and gives him roles.")
            .body(PeopleSchemas.NEW_USER)
            .gives(PeopleSchemas.USER),
        Route.get(ROOT + "/{user}", Action.USER_MANAGE, (c, p) -> withRoles(person(c)))
            .says("Tells about a user.")
            .gives(PeopleSchemas.USER_WITH_ROLES),
        Route.delete(ROOT + "/{user}", Action.USER_MANAGE, (c, p) -> delete(c))
            .says("Removes a user with his roles and tokens.")
            .gives(Schema.nothing()),
        Route.get(ROOT + "/{user}/roles", Action.USER_MANAGE, (c, p) -> rolesOf(person(c)))
            .says("Lists the roles that a user was given.")
            .gives(PeopleSchemas.ROLES_OF_USER),
        Route.post(ROOT + "/{user}/roles", Action.USER_MANAGE, this::assign)
            .says("Gives a user a role.")
            .body(PeopleSchemas.ASSIGN)
            .gives(PeopleSchemas.ASSIGNED),
        Route.delete(ROOT + "/{user}/roles/{role}", Action.USER_MANAGE, this::take)
            .says("Takes a role from a user.")
            .gives(Schema.nothing()),
        Route.get(ROLE, Action.USER_MANAGE, (c, p) -> having(c))
            .says("Lists the users who were given a role.")
            .gives(PeopleSchemas.ROLE_USERS),
        Route.post(ROLE, Action.USER_MANAGE, this::assignAll)
            .says("Gives several users a role.")
            .body(PeopleSchemas.ASSIGN_ALL)
            .gives(PeopleSchemas.ASSIGNED_ALL),
        Route.put("/api/sesamo/v1/user/{user}/tenant", Action.USER_MANAGE, this::setTenant)
            .says("Has a user work for a tenant.")
            .body(PeopleSchemas.TENANT)
            .gives(PeopleSchemas.USER));
  }

  /** Those whom somebody may know of. */
  private List<String> names(Principal principal) {
    Set<String> names = new HashSet<>(Set.of(principal.user()));
    people.all().stream()
        .filter(person -> principal.scope().holds(person.tenant()))
        .forEach(person -> names.add(person.name()));
    return names.stream().sorted().toList();
  }

  private PersonRow person(Context context) {
    String name = context.pathParam("user");
    return people.person(name).orElseThrow(() -> ApiException.user("User " + name + " not found"));
  }

  private Object list(Context context) {
    Parameters query = new Parameters(context);
    String prefix = query.text("id_prefix").orElse("");
    Set<String> roles = query.set("roles");
    int start = Math.max(1, query.number("start_index").orElse(1));
    int count = query.number("count").orElse(100);
    List<PersonRow> found =
        people.all().stream()
            .filter(person -> person.name().startsWith(prefix))
            .filter(person ->
                roles.isEmpty()
                    || person.roles().stream().anyMatch(role -> roles.contains(role.role())))
            .toList();
    List<PersonRow> page = found.stream().skip(start - 1L).limit(count).toList();
    return Wire.map(
        "total_results", found.size(),
        "start_index", start,
        "items_per_page", page.size(),
        "users", page.stream().map(UserRoutes::shape).toList());
  }

  private static Map<String, @Nullable Object> shape(PersonRow person) {
    return Wire.map(
        "id", person.name(),
        "created_at", Wire.time(person.createdAt()),
        "created_by", person.createdBy(),
        "tenant", person.tenant());
  }

  private static Object withRoles(PersonRow person) {
    Map<String, @Nullable Object> shape = shape(person);
    shape.put("roles", person.roles().stream().map(UserRoutes::shape).toList());
    return shape;
  }

  private static Map<String, @Nullable Object> shape(RoleRow role) {
    return Wire.map(
        "role_name", role.role(), "assigned_by", role.by(), "assigned_at", Wire.time(role.at()));
  }

  private static Object rolesOf(PersonRow person) {
    return Wire.map(
        "user_id", person.name(), "roles", person.roles().stream().map(UserRoutes::shape).toList());
  }

  private Object create(Context context, Principal principal) {
    JsonNode body = Intake.json(context);
    String name = text(body, "id");
    if (!name.matches("[^\\p{Cntrl}\\s/]+") || name.length() > LONGEST_NAME) {
      throw ApiException.user(
          "A user's name has no blanks, slashes or control characters, and "
              + LONGEST_NAME
              + " characters at most.");
    }
    if (people.person(name).isPresent()) {
      throw ApiException.user("User " + name + " already exists");
    }
    List<Role> roles = new ArrayList<>();
    body.path("roles").forEach(role -> roles.add(role(role.asString(""), principal)));
    PersonRow person = people.change(name, principal.user(), same -> same);
    for (Role role : roles) {
      people.give(name, role, principal.user());
    }
    return shape(person);
  }

  private static String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isString() || value.asString().isBlank()) {
      throw ApiException.invalid("body", field, "Input should be a valid string");
    }
    return value.asString();
  }

  private Role role(String word, Principal principal) {
    Role role =
        people
            .role(word)
            .orElseThrow(() ->
                ApiException.user(
                    "Role " + word + " not found. There is: " + people.roleWords() + "."));
    if (role == BuiltInRole.COMPLIANCE && !principal.roles().contains(BuiltInRole.COMPLIANCE)) {
      throw new ApiException(
          403,
          "USER",
          "Only who has the role compliance gives it, so that nobody clears himself."
              + " The first to have it is named in roles.yaml in the server's home.");
    }
    return role;
  }

  private Object delete(Context context) {
    people.forget(person(context).name());
    return Route.Special.NOTHING;
  }

  private Object assign(Context context, Principal principal) {
    String name = person(context).name();
    Role role = role(text(Intake.json(context), "role_name"), principal);
    RoleRow given = people.give(name, role, principal.user());
    Map<String, @Nullable Object> shape = Wire.map("user_id", name);
    shape.putAll(shape(given));
    return shape;
  }

  private Object take(Context context, Principal principal) {
    String name = person(context).name();
    people.take(name, role(context.pathParam("role"), principal), principal.user());
    return Route.Special.NOTHING;
  }

  private Object having(Context context) {
    String word = context.pathParam("role");
    return Wire.map(
        "role_name",
        word,
        "users",
        people.all().stream()
            .flatMap(person ->
                person.roles().stream()
                    .filter(role -> role.role().equals(word))
                    .map(role ->
                        Wire.map(
                            "user_id", person.name(),
                            "assigned_by", role.by(),
                            "assigned_at", Wire.time(role.at()))))
            .toList());
  }

  private Object assignAll(Context context, Principal principal) {
    Role role = role(context.pathParam("role"), principal);
    List<String> assigned = new ArrayList<>();
    List<String> before = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (JsonNode id : Intake.json(context).path("user_ids")) {
      String name = id.asString("");
      if (people.person(name).isEmpty()) {
        failed.add(name);
      } else if (People.has(people.person(name).orElseThrow(), role)) {
        before.add(name);
      } else {
        people.give(name, role, principal.user());
        assigned.add(name);
      }
    }
    return Wire.map(
        "role_name",
        role.word(),
        "assigned",
        assigned,
        "already_assigned",
        before,
        "failed",
        failed);
  }

  private Object setTenant(Context context, Principal principal) {
    String name = context.pathParam("user");
    JsonNode tenant = Intake.json(context).path("tenant");
    if (!tenant.isString() || !(tenant.asString().isEmpty() || Names.isTenant(tenant.asString()))) {
      throw ApiException.invalid(
          "body", "tenant", "Input should be a tenant like robots or robots/arms, or empty");
    }
    return shape(
        people.change(name, principal.user(), person -> person.withTenant(tenant.asString())));
  }
}
