package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.view.PoolView;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Check;
import io.sesamo.server.contract.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What administrators set in the form of OSMO's configuration: roles of their own, how many tasks
 * and which tags a workflow may have, and the maintenance of pools. Whoever sends back the rest as
 * he has read it changes nothing; whoever would change it is told where it is set.
 *
 * <p>Who makes a role can make one for himself, so it takes the right to manage users.
 */
record ConfigWrites(Engine engine, People people, Configs configs, ConfigShapes shapes) {

  private static final String ROLE = ConfigRoutes.ROOT + "role";
  private static final String WORKFLOW = ConfigRoutes.ROOT + "workflow";
  private static final String POOL = ConfigRoutes.ROOT + "pool";

  private static final String MAINTENANCE = "enable_maintenance";
  private static final String TASKS = "max_num_tasks";
  private static final String INFO = "workflow_info";

  List<Route> routes() {
    return List.of(
        Route.put(ROLE, Action.USER_MANAGE, this::setRoles)
            .says("Sets all roles; the built-in ones stay, whether named or not.")
            .body(ConfigSchemas.PUT_ROLES)
            .gives(Schema.nothing())
            .refuses(ConfigRoutes.SET_ELSEWHERE),
        Route.put(ROLE + "/{name}", Action.USER_MANAGE, this::setRole)
            .says("Makes a role, or sets what it may do.")
            .body(ConfigSchemas.PUT_ROLE)
            .gives(Schema.nothing())
            .refuses(ConfigRoutes.SET_ELSEWHERE),
        Route.delete(ROLE + "/{name}", Action.USER_MANAGE, this::deleteRole)
            .says("Deletes a role that nobody has.")
            .maybeBody(ConfigSchemas.NOTE)
            .gives(Schema.nothing()),
        Route.put(
                WORKFLOW,
                Action.CONFIG_UPDATE,
                (c, p) -> setWorkflows(c, p, JsonMapper.shared().createObjectNode(), "configs"))
            .says("Sets what holds for workflows: how many tasks, which tags.")
            .body(ConfigSchemas.PUT_WORKFLOW)
            .gives(ConfigSchemas.WORKFLOW)
            .refuses(ConfigRoutes.SET_ELSEWHERE),
        Route.patch(
                WORKFLOW,
                Action.CONFIG_UPDATE,
                (c, p) -> setWorkflows(c, p, tree(shapes.workflow()), "configs_dict"))
            .says("Sets some of what holds for workflows.")
            .body(ConfigSchemas.PATCH_WORKFLOW)
            .gives(ConfigSchemas.WORKFLOW)
            .refuses(ConfigRoutes.SET_ELSEWHERE),
        Route.put(POOL, Action.FLEET_UPDATE, this::setPools)
            .says("Takes pools into maintenance, and out of it.")
            .body(ConfigSchemas.PUT_POOLS)
            .gives(Schema.nothing())
            .refuses(ConfigRoutes.SET_ELSEWHERE),
        Route.put(POOL + "/{name}", Action.FLEET_UPDATE, (c, p) -> setPool(c, p, "configs"))
            .says("Takes a pool into maintenance, or out of it.")
            .body(ConfigSchemas.PUT_POOL)
            .gives(Schema.nothing())
            .refuses(ConfigRoutes.SET_ELSEWHERE),
        Route.patch(POOL + "/{name}", Action.FLEET_UPDATE, (c, p) -> setPool(c, p, "configs_dict"))
            .says("Takes a pool into maintenance, or out of it.")
            .body(ConfigSchemas.PATCH_POOL)
            .gives(Schema.nothing())
            .refuses(ConfigRoutes.SET_ELSEWHERE));
  }

  /** Who changes what, and what his request says of it. */
  static Configs.Note note(JsonNode body, String name, Principal principal) {
    return new Configs.Note(
        principal.user(),
        name,
        body.path("description").asString(""),
        Set.copyOf(tags(body.path("tags"))));
  }

  static List<String> tags(JsonNode list) {
    List<String> tags = list.valueStream().map(tag -> tag.asString("")).distinct().toList();
    for (String tag : tags) {
      if (!PoolFile.TAG.matcher(tag).matches()) {
        throw ApiException.user("A tag has at most 63 letters, digits and any of -_.");
      }
    }
    return tags;
  }

  private static ObjectNode tree(Map<String, @Nullable Object> shape) {
    return JsonMapper.shared().valueToTree(shape);
  }

  private Object setRoles(Context context, Principal principal) {
    JsonNode body = Intake.json(context);
    List<OwnRole> all =
        body.path("configs").valueStream().flatMap(json -> own(json).stream()).toList();
    Map<String, OwnRole> after =
        all.stream()
            .collect(
                Collectors.toMap(
                    OwnRole::word,
                    role -> role,
                    (one, other) -> {
                      throw ApiException.user("Role " + one.word() + " is named twice.");
                    }));
    configs.changeRoles(
        before -> {
          requireNoneTaken(after);
          return after;
        },
        note(body, "", principal));
    return Route.Special.NOTHING;
  }

  private Object setRole(Context context, Principal principal) {
    String name = context.pathParam("name");
    JsonNode body = Intake.json(context);
    JsonNode json = body.path("configs");
    if (!json.path("name").asString(name).equals(name)) {
      throw ApiException.user("The role's name is not that of the address, " + name + ".");
    }
    ObjectNode named = ((ObjectNode) json).put("name", name);
    own(named)
        .ifPresent(role ->
            configs.changeRoles(
                roles -> {
                  roles.put(name, role);
                  return roles;
                },
                note(body, name, principal)));
    return Route.Special.NOTHING;
  }

  /** Empty where it is a built-in role, unchanged. */
  private static Optional<OwnRole> own(JsonNode json) {
    Optional<BuiltInRole> builtIn = BuiltInRole.of(json.path("name").asString(""));
    if (builtIn.isEmpty()) {
      return Optional.of(OwnRole.of(json));
    }
    requireSame(
        "Role " + builtIn.get().word(),
        json,
        tree(ConfigShapes.role(builtIn.get())),
        "what the roles may do that every server has is fixed");
    return Optional.empty();
  }

  private Object deleteRole(Context context, Principal principal) {
    String name = context.pathParam("name");
    if (BuiltInRole.of(name).isPresent()) {
      throw ApiException.user("Role " + name + " is one that every server has, and stays.");
    }
    if (!configs.roles().containsKey(name)) {
      throw ConfigRoutes.noSuch("Role", name);
    }
    configs.changeRoles(
        roles -> {
          roles.remove(name);
          requireNoneTaken(roles);
          return roles;
        },
        note(Intake.json(context), name, principal));
    return Route.Special.NOTHING;
  }

  /** Refuses roles without one that somebody has: he would have no role then, or another. */
  void requireNoneTaken(Map<String, OwnRole> after) {
    for (String gone : configs.roles().keySet()) {
      List<String> having = after.containsKey(gone) ? List.of() : people.having(gone);
      if (!having.isEmpty()) {
        throw ApiException.user(
            "Role "
                + gone
                + " is that of "
                + String.join(", ", having)
                + ". Take it from them first: osmo user update USER --remove-roles "
                + gone);
      }
    }
  }

  private Object setWorkflows(
      Context context, Principal principal, ObjectNode before, String field) {
    JsonNode body = Intake.json(context);
    JsonNode wanted = body.path(field);
    for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
      if (entry.getKey().equals(INFO)) {
        ObjectNode info = before.withObject("/" + INFO);
        entry.getValue().properties().forEach(each -> info.set(each.getKey(), each.getValue()));
      } else {
        before.set(entry.getKey(), entry.getValue());
      }
    }
    Optional<Integer> tasks = said(before.path(TASKS)).map(JsonNode::asInt);
    Optional<List<String>> tags = said(before.path(INFO).path("tags")).map(ConfigWrites::tags);
    ObjectNode now = tree(shapes.workflow());
    JsonNode rest = before.deepCopy();
    ((ObjectNode) rest).remove(TASKS);
    rest.withObject("/" + INFO).remove("tags");
    requireSame(
        "workflow",
        rest,
        now,
        "pool.yaml in the server's home folder and its start options set the rest");
    configs.setForWorkflows(tasks, tags, note(body, "", principal));
    return shapes.workflow();
  }

  private static Optional<JsonNode> said(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private Object setPools(Context context, Principal principal) {
    JsonNode body = Intake.json(context);
    Map<String, JsonNode> wanted =
        body.path("configs").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    wanted.forEach((name, json) -> requireOnlyMaintenance(pool(name, principal), json));
    wanted.forEach((name, json) -> maintain(pool(name, principal), json, body, principal));
    return Route.Special.NOTHING;
  }

  private Object setPool(Context context, Principal principal, String field) {
    JsonNode body = Intake.json(context);
    PoolView pool = pool(context.pathParam("name"), principal);
    requireOnlyMaintenance(pool, body.path(field));
    maintain(pool, body.path(field), body, principal);
    return Route.Special.NOTHING;
  }

  private PoolView pool(String name, Principal principal) {
    return engine.pools(principal.scope()).stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            ConfigRoutes.elsewhere(
                "there is no pool "
                    + name
                    + ", and a fleet says which there are; apply one by"
                    + " sesamo fleet apply"));
  }

  private void requireOnlyMaintenance(PoolView pool, JsonNode wanted) {
    ObjectNode now = tree(shapes.pool(pool));
    ObjectNode rest = ((ObjectNode) wanted).deepCopy();
    rest.remove(List.of(MAINTENANCE, "status"));
    requireSame(
        "pool " + pool.name(),
        rest,
        now,
        "pools are part of a fleet: apply one by sesamo fleet apply");
  }

  private void maintain(PoolView pool, JsonNode wanted, JsonNode body, Principal principal) {
    boolean maintenance = wanted.path(MAINTENANCE).asBoolean(pool.drained());
    if (maintenance && !pool.drained()) {
      String reason = reason(body.path("description"));
      engine.drain(pool.name(), reason.isBlank() ? "maintenance" : reason, principal.user());
    } else if (!maintenance && pool.drained()) {
      engine.resume(pool.name());
    }
  }

  private static String reason(JsonNode description) {
    Check.of(FleetSchemas.REASON, description)
        .filter(wrong -> !description.isMissingNode())
        .ifPresent(wrong -> {
          throw ApiException.invalid("body", "description", wrong.words());
        });
    return description.asString("");
  }

  /** Refuses to change what is not set here; what is not said is left as it is. */
  private static void requireSame(String what, JsonNode wanted, JsonNode now, String where) {
    for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
      JsonNode value = entry.getValue();
      JsonNode known = now.path(entry.getKey());
      boolean empty = value.isNull() || (value.isContainer() && value.isEmpty());
      if (value.isObject() && known.isObject()) {
        requireSame(what, value, known, where);
      } else if (!value.equals(known) && !(empty && (known.isNull() || known.isEmpty()))) {
        throw ConfigRoutes.elsewhere(
            "the " + entry.getKey() + " of " + what + " would change, and " + where);
      }
    }
  }
}
