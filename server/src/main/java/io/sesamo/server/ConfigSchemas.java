package io.sesamo.server;

import static io.sesamo.server.contract.Schema.any;
import static io.sesamo.server.contract.Schema.byName;
import static io.sesamo.server.contract.Schema.count;
import static io.sesamo.server.contract.Schema.either;
import static io.sesamo.server.contract.Schema.list;
import static io.sesamo.server.contract.Schema.naiveTime;
import static io.sesamo.server.contract.Schema.nothing;
import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;
import static io.sesamo.server.contract.Schema.texts;
import static io.sesamo.server.contract.Schema.truth;
import static io.sesamo.server.contract.Schema.whole;
import static io.sesamo.server.contract.Schema.words;

import io.sesamo.model.spec.SpecReader;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes of the configuration give. */
final class ConfigSchemas {

  private ConfigSchemas() {}

  /** There are none of this kind. */
  static final Fields NONE = object("NoConfig").only();

  static final Fields SERVICE =
      object("ServiceConfig")
          .has("service_base_url", text())
          .has(
              "cli_config",
              object("ClientConfig")
                  .has("latest_version", nothing())
                  .has("min_supported_version", nothing())
                  .has("client_install_url", nothing()));

  static final Fields WORKFLOW =
      object("WorkflowConfig")
          .has(
              "workflow_info",
              object("WorkflowInfo").has("tags", texts()).has("max_name_length", count()))
          .has("max_num_tasks", count())
          .has("default_exec_timeout", text())
          .has("default_queue_timeout", text())
          .has("max_exec_timeout", text())
          .has("max_queue_timeout", text());

  static final Fields BACKEND =
      object("Backend")
          .has("name", text())
          .has("description", text())
          .has("version", text())
          .has("k8s_uid", text())
          .has("k8s_namespace", text())
          .has("dashboard_url", text())
          .has("grafana_url", text())
          .has("tests", texts())
          .has("scheduler_settings", byName(any()))
          .has("node_conditions", byName(any()))
          .has("last_heartbeat", naiveTime())
          .has("created_date", naiveTime())
          .has("router_address", text())
          .has("online", truth());

  static final Fields BACKENDS = object("Backends").has("backends", list(BACKEND));

  static final Fields PLATFORM =
      object("PlatformConfig")
          .all(PoolSchemas.PLATFORM)
          .has("default_variables", byName(any()))
          .has("resource_validations", texts())
          .has("override_pod_template", texts());

  static final Fields POOL =
      object("PoolConfig")
          .all(PoolSchemas.POOL.without("platforms"))
          .has("common_default_variables", byName(any()))
          .has("common_resource_validations", texts())
          .has("common_pod_template", texts())
          .has("common_group_templates", texts())
          .has("platforms", byName(PLATFORM));

  static final Fields POOLS = object("PoolConfigs").has("pools", byName(POOL));

  static final Fields ROLE =
      object("RoleConfig")
          .has("name", text())
          .has("description", text())
          .has(
              "policies",
              list(
                  object("RolePolicy")
                      .has("effect", text())
                      .has("actions", texts())
                      .has("resources", texts())))
          .has("immutable", truth())
          .has("external_roles", nothing());

  /** What each change may say of itself. */
  static final Fields NOTE =
      object("ConfigNote").may("description", text().orNull()).may("tags", texts().orNull());

  private static final Fields WANTED_ROLE =
      object("WantedRole")
          .may("name", text())
          .may("description", text())
          .has(
              "policies",
              list(
                  object("WantedPolicy")
                      .may("effect", words("Allow", "Deny"))
                      .has(
                          "actions",
                          list(either(text(), object("WantedRight").has("action", text()))))
                      .may("resources", texts())))
          .may("immutable", truth())
          .may("external_roles", texts().orNull());

  static final Fields PUT_ROLE = object("PutRole").all(NOTE).has("configs", WANTED_ROLE);

  static final Fields PUT_ROLES = object("PutRoles").all(NOTE).has("configs", list(WANTED_ROLE));

  private static final Fields WANTED_WORKFLOW =
      object("WantedWorkflowConfig")
          .may("max_num_tasks", whole(1, SpecReader.MOST_TASKS).orNull())
          .may("workflow_info", object("WantedWorkflowInfo").may("tags", texts().orNull()));

  static final Fields PUT_WORKFLOW =
      object("PutWorkflow").all(NOTE).has("configs", WANTED_WORKFLOW);

  static final Fields PATCH_WORKFLOW =
      object("PatchWorkflow").all(NOTE).has("configs_dict", WANTED_WORKFLOW);

  private static final Fields WANTED_POOL = object("WantedPool").may("enable_maintenance", truth());

  static final Fields PUT_POOL = object("PutPool").all(NOTE).has("configs", WANTED_POOL);

  static final Fields PUT_POOLS = object("PutPools").all(NOTE).has("configs", byName(WANTED_POOL));

  static final Fields PATCH_POOL = object("PatchPool").all(NOTE).has("configs_dict", WANTED_POOL);

  /** The number of a revision in a path. */
  static final Schema NUMBER = whole(1, Integer.MAX_VALUE);

  static final Fields ROLLBACK =
      object("RollBack").all(NOTE).has("config_type", text()).has("revision", NUMBER);

  static final Fields TAGS =
      object("ConfigTags").may("set_tags", texts().orNull()).may("delete_tags", texts().orNull());

  private static final Fields REVISION =
      object("ConfigRevision")
          .has("config_type", text())
          .has("name", text())
          .has("revision", count())
          .has("username", text())
          .has("created_at", naiveTime())
          .has("description", text())
          .has("tags", texts())
          .has("data", any());

  static final Fields HISTORY = object("ConfigHistory").has("configs", list(REVISION));

  static final Fields DIFFERENCE =
      object("ConfigDifference").has("first_data", any()).has("second_data", any());

  static final Param BACKEND_QUERY = Param.text("backend").says("Only this one's.");

  static final Param VERBOSE = Param.truth("verbose", false).says("Has no effect.");

  static final List<Param> HISTORY_QUERY =
      List.of(
          Param.count("offset").orElse(0),
          Param.count("limit").orElse(20),
          Param.word("order", "ASC", "DESC").orElse("ASC").says("DESC: the newest first."),
          Param.texts("config_types")
              .says("Of ROLE, WORKFLOW, POOL: the others have no history here."),
          Param.text("name"),
          Param.count("revision"),
          Param.texts("tags"),
          Param.time("created_before"),
          Param.time("created_after"),
          Param.time("at_timestamp").says("What there was then."),
          Param.truth("omit_data", false));

  static final List<Param> DIFFERENCE_QUERY =
      List.of(
          Param.text("config_type").says("ROLE, WORKFLOW or POOL.").need(),
          Param.count("first_revision").need(),
          Param.count("second_revision").need());
}
