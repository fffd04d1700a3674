package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.view.PoolView;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Contract;
import io.sesamo.server.contract.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as OSMO's API has it, to be read. Some of it is set by {@link ConfigWrites};
 * the rest is set in the files of the server's home and by fleets, and whoever would write it here
 * is told where.
 */
record ConfigRoutes(Engine engine, Configs configs, ConfigShapes shapes) {

  static final String ROOT = "/api/configs/";
  private static final String POOL = ROOT + "pool";

  /** Kinds of OSMO's configuration that are about Kubernetes' pods. */
  private static final List<String> OF_PODS =
      List.of("pod_template", "group_template", "resource_validation", "backend_test");

  static final int SET_ELSEWHERE = 409;
  private static final int NO_MEANING = 501;

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(reads());
    OF_PODS.forEach(kind -> routes.addAll(ofPods(kind)));
    String home = "pool.yaml in the server's home folder and its start options say it";
    refuse(routes, ROOT + "service", home, Route.Verb.PUT, Route.Verb.PATCH);
    String backend = "a backend is part of a fleet: apply one by sesamo fleet apply";
    refuse(routes, ROOT + "backend/{name}", backend, Route.Verb.POST, Route.Verb.DELETE);
    String platform = "pools and platforms are part of a fleet: apply one by sesamo fleet apply";
    refuse(routes, POOL + "/{name}", platform, Route.Verb.DELETE);
    refuse(routes, POOL + "/{name}/rename", platform, Route.Verb.PUT);
    refuse(routes, POOL + "/{name}/platform/{platform}", platform, Route.Verb.PUT);
    refuse(routes, POOL + "/{name}/platform/{platform}/rename", platform, Route.Verb.PUT);
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
        read("role", (c, p) -> roles()).gives(Schema.list(ConfigSchemas.ROLE)),
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

  static ApiException noSuch(String what, String name) {
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

  private List<Map<String, @Nullable Object>> roles() {
    return Stream.<Role>concat(
            Stream.of(BuiltInRole.values()),
            configs.roles().values().stream().sorted(Comparator.comparing(Role::word)))
        .map(ConfigShapes::role)
        .toList();
  }

  private Object role(Context context) {
    String name = context.pathParam("name");
    return configs.role(name).map(ConfigShapes::role).orElseThrow(() -> noSuch("Role", name));
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
      routes.add(refused(verb, path, why));
    }
  }

  /** A route that tells where to set what it is about. */
  static Route refused(Route.Verb verb, String path, String why) {
    return write(
        verb,
        path,
        SET_ELSEWHERE,
        (c, p) -> {
          throw elsewhere(why);
        });
  }

  static ApiException elsewhere(String why) {
    return new ApiException(
        SET_ELSEWHERE,
        "USER",
        "This is not set by this address, and nothing was changed: " + why + ".");
  }
}
