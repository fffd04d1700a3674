package io.sesamo.server;

import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.store.ConfigRow;
import io.sesamo.engine.store.FleetRow;
import io.sesamo.engine.view.PoolView;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration in the shapes of OSMO's API, without what has no meaning here.
 *
 * @param facts of this server
 * @param configs what administrators set
 */
record ConfigShapes(ServerFacts facts, Configs configs, InstantSource clock) {

  private static final String TIMEOUT = Deadlines.DEFAULT_TIMEOUT.toDays() + "d";

  Map<String, @Nullable Object> service() {
    return Wire.map(
        "service_base_url",
        facts.url(),
        "cli_config",
        Wire.map(
            "latest_version", null, "min_supported_version", null, "client_install_url", null));
  }

  Map<String, @Nullable Object> workflow() {
    return Wire.map(
        "workflow_info",
        Wire.map("tags", configs.tags(), "max_name_length", 64),
        "max_num_tasks",
        configs.mostTasks(),
        "default_exec_timeout",
        TIMEOUT,
        "default_queue_timeout",
        TIMEOUT,
        "max_exec_timeout",
        TIMEOUT,
        "max_queue_timeout",
        TIMEOUT);
  }

  /** Each pool is a backend of its name. */
  List<Map<String, @Nullable Object>> backends(List<PoolView> pools) {
    return pools.stream().map(this::backend).toList();
  }

  private Map<String, @Nullable Object> backend(PoolView pool) {
    return Wire.map(
        "name", pool.name(),
        "description", pool.description(),
        "version", facts.version(),
        "k8s_uid", "",
        "k8s_namespace", "",
        "dashboard_url", "",
        "grafana_url", "",
        "tests", List.of(),
        "scheduler_settings", Map.of(),
        "node_conditions", Map.of(),
        "last_heartbeat", Wire.time(clock.instant()),
        "created_date", Wire.time(facts.started()),
        "router_address", facts.url().replaceFirst("^http", "ws"),
        "online", true);
  }

  Map<String, @Nullable Object> pool(PoolView pool) {
    Map<String, @Nullable Object> shape = PoolRoutes.pool(pool);
    shape.put("common_default_variables", Map.of());
    shape.put("common_resource_validations", List.of());
    shape.put("common_pod_template", List.of());
    shape.put("common_group_templates", List.of());
    shape.put("platforms", platforms(pool));
    return shape;
  }

  static Map<String, Map<String, @Nullable Object>> platforms(PoolView pool) {
    Map<String, Map<String, @Nullable Object>> platforms = PoolRoutes.platforms(pool);
    for (Map<String, @Nullable Object> platform : platforms.values()) {
      platform.put("default_variables", Map.of());
      platform.put("resource_validations", List.of());
      platform.put("override_pod_template", List.of());
    }
    return platforms;
  }

  static Map<String, @Nullable Object> role(Role role) {
    return Wire.map(
        "name",
        role.word(),
        "description",
        role.description(),
        "policies",
        role.policies().stream().map(ConfigShapes::policy).toList(),
        "immutable",
        role instanceof BuiltInRole,
        "external_roles",
        null);
  }

  private static Map<String, @Nullable Object> policy(Policy policy) {
    return Wire.map(
        "effect",
        policy.allows() ? "Allow" : "Deny",
        "actions",
        policy.actions(),
        "resources",
        policy.resources());
  }

  static Map<String, @Nullable Object> revision(ConfigRow row, boolean omitData) {
    return Wire.map(
        "config_type",
        row.kind(),
        "name",
        row.name(),
        "revision",
        row.revision(),
        "username",
        row.by(),
        "created_at",
        Wire.time(row.at()),
        "description",
        row.description(),
        "tags",
        row.tags().stream().sorted().toList(),
        "data",
        omitData ? null : JsonMapper.shared().readTree(row.data()));
  }

  /** A fleet as a revision of the pools. */
  static ConfigRow ofFleet(FleetRow row) {
    String data = JsonMapper.shared().writeValueAsString(Map.of("fleet", row.text()));
    return new ConfigRow(
        "POOL", row.version(), "", data, row.by(), row.at(), row.title(), Set.of());
  }
}
