package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.PoolView;
import io.sesamo.model.Resources;
import io.sesamo.placement.Node;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pools and their nodes, in the shapes of OSMO's API. */
final class PoolRoutes {

  private static final double GIBIBYTE = 1L << 30;

  /** What a platform allows that only Kubernetes' pods can have. */
  private static final Map<String, Object> NOTHING_ALLOWED =
      Map.of(
          "host_network",
          false,
          "privileged",
          false,
          "default_mounts",
          List.of(),
          "allowed_mounts",
          List.of());

  private final Engine engine;

  PoolRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/pool", Action.POOL_LIST, this::pools)
            .says("Lists pools.")
            .query(PoolSchemas.NAMES, PoolSchemas.ALL)
            .gives(PoolSchemas.POOLS),
        Route.get("/api/pool_quota", Action.POOL_LIST, this::quota)
            .says("Lists pools with what is in use of them.")
            .query(PoolSchemas.NAMES, PoolSchemas.ALL)
            .gives(PoolSchemas.QUOTA),
        Route.get("/api/resources", Action.RESOURCES_READ, this::resources)
            .says("Lists nodes.")
            .query(PoolSchemas.NODES_QUERY)
            .gives(Schema.either(PoolSchemas.NODES, PoolSchemas.CONCISE)),
        Route.get("/api/resources/{name}", Action.RESOURCES_READ, this::resource)
            .says("Tells about a node.")
            .gives(PoolSchemas.NODES));
  }

  private List<PoolView> wanted(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    Set<String> names = parameters.set("pools");
    boolean all = parameters.truth("all_pools", names.isEmpty());
    return engine.pools(principal.scope()).stream()
        .filter(pool -> all || names.contains(pool.name()) || names.contains(PoolLoad.ANY))
        .toList();
  }

  private Object pools(Context context, Principal principal) {
    Map<String, Object> pools = new LinkedHashMap<>();
    List<PoolView> wanted = wanted(context, principal);
    wanted.forEach(pool -> pools.put(pool.name(), pool(pool)));
    if (wanted.size() > 1) {
      pools.put(PoolLoad.ANY, any(wanted));
    }
    // node_sets is not in OSMO's answer, but its client looks for the only pool there.
    return Wire.map("pools", pools, "node_sets", nodeSets(wanted));
  }

  /** What stands for the best of several: whoever has it as his own looks for it among them. */
  private static Map<String, @Nullable Object> any(List<PoolView> pools) {
    Map<String, @Nullable Object> any = pool(pools.getFirst());
    Map<String, Object> platforms = new LinkedHashMap<>();
    pools.forEach(pool -> platforms.putAll(platforms(pool)));
    any.put("name", PoolLoad.ANY);
    any.put("description", "The best pool for each group");
    any.put("backend", PoolLoad.ANY);
    any.put("default_platform", null);
    any.put("platforms", platforms);
    return any;
  }

  /** No two pools share nodes. */
  private static List<Object> nodeSets(List<PoolView> pools) {
    return pools.stream().<Object>map(pool -> Wire.map("pools", List.of(withUsage(pool)))).toList();
  }

  static Map<String, Map<String, @Nullable Object>> platforms(PoolView pool) {
    Map<String, Map<String, @Nullable Object>> platforms = new LinkedHashMap<>();
    pool.nodes()
        .forEach(node ->
            platforms.put(
                node.platform(),
                Wire.map(
                    "description", pool.description(),
                    "host_network_allowed", false,
                    "privileged_allowed", false,
                    "allowed_mounts", List.of(),
                    "default_mounts", List.of())));
    return platforms;
  }

  static Map<String, @Nullable Object> pool(PoolView pool) {
    return Wire.map(
        "name",
        pool.name(),
        "description",
        pool.description(),
        "status",
        pool.drained() ? "MAINTENANCE" : "ONLINE",
        "download_type",
        null,
        "enable_maintenance",
        pool.drained(),
        "backend",
        pool.name(),
        "default_platform",
        pool.defaultPlatform(),
        "default_exec_timeout",
        "",
        "default_queue_timeout",
        "",
        "max_exec_timeout",
        "",
        "max_queue_timeout",
        "",
        "default_exit_actions",
        Map.of(),
        "resources",
        Wire.map("gpu", null),
        "topology_keys",
        List.of(),
        "platforms",
        platforms(pool));
  }

  private static Map<String, @Nullable Object> withUsage(PoolView pool) {
    Map<String, @Nullable Object> shape = pool(pool);
    shape.put("resource_usage", usage(List.of(pool)));
    return shape;
  }

  /** Accelerators in use and in all; quotas are the capacity, since there are none yet. */
  private static Map<String, @Nullable Object> usage(List<PoolView> pools) {
    List<Node> nodes = pools.stream().flatMap(pool -> pool.nodes().stream()).toList();
    long capacity = nodes.stream().mapToLong(node -> node.capacity().acceleratorMilli()).sum();
    long free = nodes.stream().mapToLong(node -> node.free().acceleratorMilli()).sum();
    String all = Resources.acceleratorWords(capacity);
    String used = Resources.acceleratorWords(capacity - free);
    String left = Resources.acceleratorWords(free);
    return Wire.map(
        "quota_used", used,
        "quota_free", left,
        "quota_limit", all,
        "total_usage", used,
        "total_capacity", all,
        "total_free", left);
  }

  private Object quota(Context context, Principal principal) {
    List<PoolView> wanted = wanted(context, principal);
    List<Object> sets = wanted.isEmpty() ? List.of() : nodeSets(wanted);
    return Wire.map("node_sets", sets, "resource_sum", usage(wanted));
  }

  private Object resources(Context context, Principal principal) {
    Parameters parameters = new Parameters(context);
    Set<String> platforms = parameters.set("platforms");
    if (parameters.truth("concise", false)) {
      return Wire.map(
          "pools",
          wanted(context, principal).stream().flatMap(pool -> concise(pool, platforms)).toList());
    }
    List<Map<String, @Nullable Object>> nodes =
        wanted(context, principal).stream()
            .flatMap(pool ->
                pool.nodes().stream()
                    .filter(node -> platforms.isEmpty() || platforms.contains(node.platform()))
                    .map(node -> node(pool, node)))
            .toList();
    return Wire.map("resources", nodes);
  }

  /** Each platform of a pool with the sums of its nodes. */
  private static Stream<Map<String, @Nullable Object>> concise(
      PoolView pool, Set<String> platforms) {
    Map<String, List<Node>> nodes =
        pool.nodes().stream()
            .filter(node -> platforms.isEmpty() || platforms.contains(node.platform()))
            .collect(Collectors.groupingBy(Node::platform, TreeMap::new, Collectors.toList()));
    return nodes.entrySet().stream()
        .map(platform -> concise(pool.name(), platform.getKey(), platform.getValue()));
  }

  private static Map<String, @Nullable Object> concise(
      String pool, String platform, List<Node> nodes) {
    Resources capacity = nodes.stream().map(Node::capacity).reduce(Resources.NONE, Resources::plus);
    Resources free = nodes.stream().map(Node::free).reduce(Resources.NONE, Resources::plus);
    return Wire.map(
        "pool",
        pool,
        "platform",
        platform,
        "status",
        "ONLINE",
        "usage_fields",
        numbers(capacity.minus(free)),
        "allocatable_fields",
        numbers(capacity),
        "backend",
        pool);
  }

  private static Map<String, @Nullable Object> numbers(Resources amount) {
    return Wire.map(
        "storage", amount.storageBytes() / GIBIBYTE,
        "cpu", amount.cpuMilli() / 1000.0,
        "memory", amount.memoryBytes() / GIBIBYTE,
        "gpu", amount.accelerators());
  }

  private Object resource(Context context, Principal principal) {
    String name = context.pathParam("name");
    for (PoolView pool : engine.pools(principal.scope())) {
      for (Node node : pool.nodes()) {
        if (node.name().equals(name)) {
          return Wire.map("resources", List.of(node(pool, node)));
        }
      }
    }
    throw new ApiException(404, "USER", "Resource " + name + " does not exist.");
  }

  private static Map<String, @Nullable Object> node(PoolView pool, Node node) {
    Map<String, @Nullable Object> capacity = quantities(node.capacity());
    Map<String, Map<String, Map<String, @Nullable Object>>> byPlatform =
        Map.of(pool.name(), Map.of(node.platform(), capacity));
    return Wire.map(
        "hostname", node.name(),
        "exposed_fields",
            Wire.map(
                "node", node.name(),
                "pool/platform", List.of(pool.name() + "/" + node.platform()),
                "storage", gibibytes(node.capacity().storageBytes()),
                "cpu", String.valueOf(node.capacity().cpuMilli() / 1000),
                "memory", gibibytes(node.capacity().memoryBytes()),
                "gpu", gpus(node.capacity())),
        "taints", List.of(),
        "usage_fields", quantities(node.capacity().minus(node.free())),
        "conditions", null,
        "non_workflow_usage_fields",
            Map.of("cpu", "0", "memory", "0", "nvidia.com/gpu", "0", "ephemeral-storage", "0"),
        "allocatable_fields", capacity,
        "platform_allocatable_fields", byPlatform,
        "platform_workflow_allocatable_fields", byPlatform,
        "platform_available_fields",
            Map.of(pool.name(), Map.of(node.platform(), quantities(node.free()))),
        "config_fields", Map.of(pool.name(), Map.of(node.platform(), NOTHING_ALLOWED)),
        "backend", pool.name(),
        "label_fields", Map.of(),
        "pool_platform_labels", Map.of(pool.name(), List.of(node.platform())),
        "resource_type", "SHARED");
  }

  private static String gibibytes(long bytes) {
    return String.valueOf(Math.round(bytes / GIBIBYTE));
  }

  private static Map<String, @Nullable Object> quantities(Resources amount) {
    return Wire.map(
        "storage", String.valueOf(amount.storageBytes()),
        "cpu", String.valueOf(amount.cpuMilli() / 1000),
        "memory", amount.memoryBytes() / 1024 + "Ki",
        "gpu", gpus(amount));
  }

  private static String gpus(Resources amount) {
    return Resources.acceleratorWords(amount.acceleratorMilli());
  }
}
