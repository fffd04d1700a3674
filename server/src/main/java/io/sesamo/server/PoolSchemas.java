package io.sesamo.server;

import static io.sesamo.server.contract.Schema.any;
import static io.sesamo.server.contract.Schema.byName;
import static io.sesamo.server.contract.Schema.list;
import static io.sesamo.server.contract.Schema.nothing;
import static io.sesamo.server.contract.Schema.number;
import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;
import static io.sesamo.server.contract.Schema.texts;
import static io.sesamo.server.contract.Schema.truth;
import static io.sesamo.server.contract.Schema.words;

import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes of pools and nodes give, in OSMO's shapes. */
final class PoolSchemas {

  private PoolSchemas() {}

  private static final Schema STATUS = words("ONLINE", "OFFLINE", "MAINTENANCE");
  private static final Schema DURATION = text().says("A duration such as 10m; empty: the usual.");

  static final Fields PLATFORM =
      object("Platform")
          .has("description", text())
          .has("host_network_allowed", truth())
          .has("privileged_allowed", truth())
          .has("allowed_mounts", texts())
          .has("default_mounts", texts());

  static final Fields POOL =
      object("Pool")
          .has("name", text())
          .has("description", text())
          .has("status", STATUS)
          .has("download_type", nothing())
          .has("enable_maintenance", truth())
          .has("backend", text())
          .has("default_platform", text().orNull())
          .has("default_exec_timeout", DURATION)
          .has("default_queue_timeout", DURATION)
          .has("max_exec_timeout", DURATION)
          .has("max_queue_timeout", DURATION)
          .has("default_exit_actions", byName(text()))
          .has("resources", object("PoolShares").has("gpu", nothing()))
          .has("topology_keys", list(object("TopologyKey").has("key", text()).has("label", text())))
          .has("platforms", byName(PLATFORM));

  private static final Schema AMOUNT = text().says("Accelerators, or parts of one, as a number.");

  private static final Fields USAGE =
      object("PoolUsage")
          .has("quota_used", AMOUNT)
          .has("quota_free", AMOUNT)
          .has("quota_limit", AMOUNT)
          .has("total_usage", AMOUNT)
          .has("total_capacity", AMOUNT)
          .has("total_free", AMOUNT);

  private static final Fields NODE_SET =
      object("NodeSet")
          .has("pools", list(object("UsedPool").all(POOL).has("resource_usage", USAGE)));

  static final Fields POOLS =
      object("Pools").has("pools", byName(POOL)).has("node_sets", list(NODE_SET));

  static final Fields QUOTA =
      object("PoolQuota").has("node_sets", list(NODE_SET)).has("resource_sum", USAGE);

  private static final Fields QUANTITIES =
      object("Quantities")
          .has("storage", text())
          .has("cpu", text())
          .has("memory", text())
          .has("gpu", text());

  private static final Fields NUMBERS =
      object("Numbers")
          .has("storage", number().says("GiB."))
          .has("cpu", number().says("Cores."))
          .has("memory", number().says("GiB."))
          .has("gpu", number());

  private static final Fields MOUNTS =
      object("NodeRules")
          .has("host_network", truth())
          .has("privileged", truth())
          .has("default_mounts", texts())
          .has("allowed_mounts", texts());

  private static final Fields EXPOSED =
      object("ExposedFields")
          .has("node", text())
          .has("pool/platform", texts())
          .has("storage", text().says("GiB."))
          .has("cpu", text())
          .has("memory", text().says("GiB."))
          .has("gpu", text());

  private static final Fields NODE =
      object("Node")
          .has("hostname", text())
          .has("exposed_fields", EXPOSED)
          .has("taints", list(byName(any())))
          .has("usage_fields", QUANTITIES)
          .has("conditions", texts().orNull())
          .has("non_workflow_usage_fields", byName(text()))
          .has("allocatable_fields", QUANTITIES)
          .has("platform_allocatable_fields", byPlatform(QUANTITIES))
          .has("platform_available_fields", byPlatform(QUANTITIES))
          .has("platform_workflow_allocatable_fields", byPlatform(QUANTITIES))
          .has("backend", text())
          .has("label_fields", byName(text()))
          .has("pool_platform_labels", byName(texts()))
          .has("resource_type", words("RESERVED", "SHARED", "UNUSED"))
          .has("config_fields", byPlatform(MOUNTS));

  static final Fields NODES = object("Nodes").has("resources", list(NODE));

  static final Fields CONCISE =
      object("PoolTotals")
          .has(
              "pools",
              list(
                  object("PoolTotal")
                      .has("pool", text())
                      .has("platform", text())
                      .has("status", STATUS)
                      .has("usage_fields", NUMBERS)
                      .has("allocatable_fields", NUMBERS)
                      .has("backend", text())));

  static final Param NAMES = Param.texts("pools").says("Only these.");
  static final Param ALL =
      new Param("all_pools", Schema.truth(), false, false, java.util.Optional.empty(), "")
          .says("All of them, which holds too where none is named.");

  static final List<Param> NODES_QUERY =
      List.of(
          NAMES,
          Param.texts("platforms").says("Only nodes of these platforms."),
          ALL,
          Param.truth("concise", false).says("Only the sums of each pool."));

  private static Schema byPlatform(Schema schema) {
    return byName(byName(schema)).says("By pool and platform.");
  }
}
