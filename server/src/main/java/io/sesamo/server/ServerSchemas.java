package io.sesamo.server;

import static io.sesamo.server.contract.Schema.byName;
import static io.sesamo.server.contract.Schema.count;
import static io.sesamo.server.contract.Schema.list;
import static io.sesamo.server.contract.Schema.naiveTime;
import static io.sesamo.server.contract.Schema.number;
import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;
import static io.sesamo.server.contract.Schema.texts;
import static io.sesamo.server.contract.Schema.truth;
import static io.sesamo.server.contract.Schema.whole;

import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes of the server itself give, and those of a workflow in Sesamo's own shape. */
final class ServerSchemas {

  private ServerSchemas() {}

  private static final Schema MAYBE_TIME = naiveTime().orNull();
  private static final Schema MAYBE_TEXT = text().orNull();

  static final Fields VERSION =
      object("Version")
          .has("major", text())
          .has("minor", text())
          .has("revision", text())
          .has("hash", text());

  static final Fields STATUS = object("Status").has("status", text());

  static final Fields LIVE = object("Live").has("live", truth());

  static final Fields READY =
      object("Ready")
          .has("ready", truth())
          .may("problems", list(object("NotReady").has("part", text()).has("why", text())));

  static final Fields FACTS =
      object("Server")
          .has("url", text())
          .may("public_url", text().says("As others reach it."))
          .may("pid", count().says("Told to who shows the secret of the home."))
          .has("version", text())
          .may("home", text().says("Told to who shows the secret of the home."))
          .may("arguments", texts().says("Told to who shows the secret of the home."))
          .has("devAuth", truth())
          .has("started", naiveTime())
          .has("busy", truth().says("Workflows are under way."));

  static final Fields STOPPING = object("Stopping").has("stopping", truth());

  static final List<Param> COLLECT_QUERY =
      List.of(
          Param.truth("dry_run", false).says("Only tells what it would remove."),
          Param.time("finished_before")
              .says("Also what workflows that finished earlier have stored."));

  static final Fields COLLECTED =
      object("Collected")
          .has("dry_run", truth())
          .has("objects", count())
          .has("trees", count())
          .has("bytes", count());

  static final Fields PLUGINS =
      object("Plugins")
          .has(
              "rsync",
              object("RsyncPlugin")
                  .has("enabled", truth())
                  .has("enable_telemetry", truth())
                  .has("read_bandwidth_limit", count().says("Bytes per second."))
                  .has("write_bandwidth_limit", count().says("Bytes per second."))
                  .has("allowed_paths", byName(object("RsyncPath").has("path", text())))
                  .has("daemon_debounce_delay", number().says("Seconds."))
                  .has("daemon_poll_interval", number().says("Seconds."))
                  .has("daemon_reconcile_interval", number().says("Seconds."))
                  .has("client_upload_rate_limit", count().says("Bytes per second.")));

  static final Fields ROUTER =
      object("Router")
          .has("router_address", text().says("Where the WebSocket is."))
          .has("key", text().says("Opens it, once, within a minute."))
          .has("cookie", text());

  private static final Fields TASK =
      object("TaskState")
          .has("name", text())
          .has("attempt", count())
          .has("lead", truth())
          .has("status", text())
          .has("exit_code", whole(Integer.MIN_VALUE, Integer.MAX_VALUE).orNull())
          .has("message", text())
          .has("node", MAYBE_TEXT)
          .has("scheduling_time", MAYBE_TIME)
          .has("initializing_time", MAYBE_TIME)
          .has("start_time", MAYBE_TIME)
          .has("storing_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("output", MAYBE_TEXT.says("SHA-256 of the list of the files that it has stored."));

  private static final Fields GROUP =
      object("GroupState")
          .has("name", text())
          .has("status", text())
          .has("message", text())
          .has("pool", MAYBE_TEXT)
          .has("site", MAYBE_TEXT)
          .has("emulated", truth().says("Its accelerators are not there."))
          .has("upstream", texts())
          .has("remaining_upstream", texts())
          .has("downstream", texts())
          .has("scheduling_time", MAYBE_TIME)
          .has("initializing_time", MAYBE_TIME)
          .has("start_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("tasks", list(TASK));

  static final Fields WORKFLOW =
      object("WorkflowState")
          .has("name", text())
          .has("uuid", text())
          .has("submitted_by", text())
          .has("cancelled_by", MAYBE_TEXT)
          .has("pool", text())
          .has("priority", text())
          .has("labels", byName(text()))
          .has("status", text())
          .has("message", text())
          .has("submit_time", naiveTime())
          .has("start_time", MAYBE_TIME)
          .has("end_time", MAYBE_TIME)
          .has("exec_timeout", number().says("Seconds."))
          .has("queue_timeout", number().says("Seconds."))
          .has("warnings", texts())
          .has("groups", list(GROUP));
}
