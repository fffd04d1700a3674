package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.store.FleetRow;
import io.sesamo.engine.store.FleetStore;
import io.sesamo.engine.view.PoolView;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Contract;
import io.sesamo.server.contract.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as OSMO's API has it, to be read. It is set in the files of the server's home
 * and by fleets: whoever would write it here is told where. The fleets that were applied are the
 * history of the pools.
 */
record ConfigRoutes(Engine engine, FleetStore fleets, ConfigShapes shapes) {

  private static final String ROOT = "/api/configs/";
  private static final String POOL = ROOT + "pool";
  private static final String HISTORY = ROOT + "history";

  /** Kinds of OSMO's configuration that are about Kubernetes' pods. */
  private static final List<String> OF_PODS =
      List.of("pod_template", "group_template", "resource_validation", "backend_test");

  private static final int SET_ELSEWHERE = 409;
  private static final int NO_MEANING = 501;

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(reads());
    routes.addAll(histories());
    OF_PODS.forEach(kind -> routes.addAll(ofPods(kind)));
    String home = "pool.yaml in the server's home folder and its start options say it";
    refuse(routes, ROOT + "service", home, Route.Verb.PUT, Route.Verb.PATCH);
    refuse(routes, ROOT + "workflow", home, Route.Verb.PUT, Route.Verb.PATCH);
    String backend = "a backend is part of a fleet: apply one by sesamo fleet apply";
    refuse(routes, ROOT + "backend/{name}", backend, Route.Verb.POST, Route.Verb.DELETE);
    String pool = "pools and platforms are part of a fleet: apply one by sesamo fleet apply";
    refuse(routes, POOL, pool, Route.Verb.PUT);
    refuse(routes, POOL + "/{name}", pool, Route.Verb.PUT, Route.Verb.PATCH, Route.Verb.DELETE);
    refuse(routes, POOL + "/{name}/rename", pool, Route.Verb.PUT);
    refuse(routes, POOL + "/{name}/platform/{platform}", pool, Route.Verb.PUT);
    refuse(routes, POOL + "/{name}/platform/{platform}/rename", pool, Route.Verb.PUT);
    String role =
        "what a role may do is fixed; who has it, roles.yaml in the server's home folder says, and"
            + " osmo user update USER --add-roles ROLE";
    refuse(routes, ROOT + "role", role, Route.Verb.PUT);
    refuse(routes, ROOT + "role/{name}", role, Route.Verb.PUT, Route.Verb.DELETE);
    return routes;
  }

  private List<Route> reads() {
    return List.of(
        read("service", (c, p) -> shapes.service()).gives(ConfigSchemas.SERVICE),
        read("workflow", (c, p) -> shapes.workflow()).gives(ConfigSchemas.WORKFLOW),
        read("backend", (c, p) -> Wire.map("backends", shapes.backends(pools(c, p))))
            .query(ConfigSchemas.BACKEND_QUERY)
            .gives(ConfigSchemas.BACKENDS),
        read("backend/{name}", (c, p) -> shapes.backends(List.of(pool(c, p, "Backend"))).getFirst())
            .gives(ConfigSchemas.BACKEND),
        read("pool", (c, p) -> Wire.map("pools", named(pools(c, p))))
            .query(ConfigSchemas.BACKEND_QUERY, ConfigSchemas.VERBOSE)
            .gives(ConfigSchemas.POOLS),
        read("pool/{name}", (c, p) -> shapes.pool(pool(c, p, "Pool")))
            .query(ConfigSchemas.VERBOSE)
            .gives(ConfigSchemas.POOL),
        read("pool/{name}/platform", (c, p) -> ConfigShapes.platforms(pool(c, p, "Pool")))
            .query(ConfigSchemas.VERBOSE)
            .gives(Schema.byName(ConfigSchemas.PLATFORM)),
        read("pool/{name}/platform/{platform}", this::platform)
            .query(ConfigSchemas.VERBOSE)
            .gives(ConfigSchemas.PLATFORM),
        read("role", (c, p) -> Arrays.stream(Role.values()).map(ConfigShapes::role).toList())
            .gives(Schema.list(ConfigSchemas.ROLE)),
        read("role/{name}", (c, p) -> role(c)).gives(ConfigSchemas.ROLE));
  }

  private static Route read(String path, Route.Answer answer) {
    String words =
        path.replace('_', ' ').replaceAll("/\\{[a-z]+}", ", one of them").replace("/", ", ");
    return Route.get(ROOT + path, Action.CONFIG_READ, answer)
        .says("Reads the configuration of OSMO's kind: " + words + ".");
  }

  private List<PoolView> pools(Context context, Principal principal) {
    Optional<String> backend = new Parameters(context).text("backend");
    return engine.pools(principal.scope()).stream()
        .filter(pool -> backend.isEmpty() || backend.get().equals(pool.name()))
        .toList();
  }

  private PoolView pool(Context context, Principal principal, String what) {
    String name = context.pathParam("name");
    return engine.pools(principal.scope()).stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .orElseThrow(() -> noSuch(what, name));
  }

  private static ApiException noSuch(String what, String name) {
    return ApiException.user(what + " " + name + " not found.");
  }

  private Map<String, Object> named(List<PoolView> pools) {
    Map<String, Object> named = new LinkedHashMap<>();
    pools.forEach(pool -> named.put(pool.name(), shapes.pool(pool)));
    return named;
  }

  private Object platform(Context context, Principal principal) {
    String name = context.pathParam("platform");
    var platforms = ConfigShapes.platforms(pool(context, principal, "Pool"));
    return Optional.ofNullable(platforms.get(name)).orElseThrow(() -> noSuch("Platform", name));
  }

  private static Object role(Context context) {
    String name = context.pathParam("name");
    return Role.of(name).map(ConfigShapes::role).orElseThrow(() -> noSuch("Role", name));
  }

  /** There are none of these, and there is nothing that they could mean. */
  private static List<Route> ofPods(String kind) {
    List<Route> routes = new ArrayList<>();
    String path = ROOT + kind;
    String words = kind.replace('_', ' ');
    routes.add(read(kind, (c, p) -> Map.of()).gives(ConfigSchemas.NONE));
    routes.add(
        read(
            kind + "/{name}",
            (c, p) -> {
              throw noSuch(
                  words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1),
                  c.pathParam("name"));
            }));
    Route.Answer none =
        (c, p) -> {
          throw new ApiException(
              NO_MEANING,
              "USER",
              "This server has no "
                  + words
                  + "s: they are about Kubernetes' pods. What a pool allows its tasks, pool.yaml in"
                  + " the server's home folder and the fleet say.");
        };
    routes.add(write(Route.Verb.PUT, path, NO_MEANING, none));
    routes.add(write(Route.Verb.PUT, path + "/{name}", NO_MEANING, none));
    routes.add(write(Route.Verb.DELETE, path + "/{name}", NO_MEANING, none));
    if (kind.equals("backend_test")) {
      routes.add(write(Route.Verb.PATCH, path + "/{name}", NO_MEANING, none));
    }
    return routes;
  }

  private static Route write(Route.Verb verb, String path, int status, Route.Answer answer) {
    return new Route(verb, path, Action.CONFIG_UPDATE, Route.Attention.USE, answer, Contract.NONE)
        .says("Is refused, with words on where this is set.")
        .refuses(status);
  }

  private static void refuse(List<Route> routes, String path, String why, Route.Verb... verbs) {
    for (Route.Verb verb : verbs) {
      routes.add(
          write(
              verb,
              path,
              SET_ELSEWHERE,
              (c, p) -> {
                throw new ApiException(
                    SET_ELSEWHERE,
                    "USER",
                    "This is not set by this address, and nothing was changed: " + why + ".");
              }));
    }
  }

  private List<Route> histories() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.get(HISTORY, Action.CONFIG_READ, (c, p) -> history(c))
            .says("Lists the fleets that were applied.")
            .query(ConfigSchemas.HISTORY_QUERY)
            .gives(ConfigSchemas.HISTORY));
    routes.add(
        Route.get(ROOT + "diff", Action.CONFIG_READ, (c, p) -> difference(c))
            .says("Gives two fleets that were applied.")
            .query(ConfigSchemas.DIFFERENCE_QUERY)
            .gives(ConfigSchemas.DIFFERENCE));
    String kept = "every fleet that was applied is kept";
    String revision = HISTORY + "/{type}/revision/{revision}";
    refuse(routes, revision, kept, Route.Verb.DELETE);
    refuse(routes, revision + "/tags", kept + ", without tags", Route.Verb.POST);
    refuse(
        routes,
        HISTORY + "/rollback",
        kept + ": osmo config show POOL:REVISION prints it, and sesamo fleet apply applies it",
        Route.Verb.POST);
    return routes;
  }

  private Object history(Context context) {
    Parameters query = new Parameters(context);
    Set<String> types = query.set("config_types");
    boolean none = (!types.isEmpty() && !types.contains("POOL")) || !query.set("tags").isEmpty();
    boolean oldestFirst = query.text("order").orElse("ASC").equals("ASC");
    Optional<Integer> revision = query.number("revision").stream().boxed().findFirst();
    boolean omit = query.truth("omit_data", false);
    List<FleetRow> found =
        (none ? List.<FleetRow>of() : fleets.all())
            .stream()
                .filter(row -> revision.isEmpty() || revision.get() == row.version())
                .filter(row -> !query.time("created_before").filter(row.at()::isAfter).isPresent())
                .filter(row -> !query.time("created_after").filter(row.at()::isBefore).isPresent())
                .filter(row -> !query.time("at_timestamp").filter(row.at()::isAfter).isPresent())
                .skip(query.number("offset").orElse(0))
                .limit(query.number("limit").orElse(20))
                .toList();
    return Wire.map(
        "configs",
        (oldestFirst ? found.reversed() : found)
            .stream().map(row -> ConfigShapes.revision(row, omit)).toList());
  }

  private Object difference(Context context) {
    Parameters query = new Parameters(context);
    String type = query.text("config_type").orElse("");
    if (!type.equals("POOL")) {
      throw ApiException.user(
          "Only POOL has revisions here: the fleets that were applied. " + type + " has none.");
    }
    return Wire.map(
        "first_data", data(query, "first_revision"), "second_data", data(query, "second_revision"));
  }

  private @Nullable Object data(Parameters query, String name) {
    int revision =
        query.number(name).orElseThrow(() -> ApiException.invalid("query", name, "Field required"));
    return fleets.all().stream()
        .filter(row -> row.version() == revision)
        .findFirst()
        .map(row -> ConfigShapes.revision(row, false).get("data"))
        .orElseThrow(() -> noSuch("Revision", "POOL:" + revision));
  }
}
