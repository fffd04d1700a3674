package io.sesamo.server;

import static io.sesamo.server.contract.Schema.byName;
import static io.sesamo.server.contract.Schema.count;
import static io.sesamo.server.contract.Schema.line;
import static io.sesamo.server.contract.Schema.list;
import static io.sesamo.server.contract.Schema.number;
import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;
import static io.sesamo.server.contract.Schema.texts;
import static io.sesamo.server.contract.Schema.time;
import static io.sesamo.server.contract.Schema.truth;
import static io.sesamo.server.contract.Schema.word;
import static io.sesamo.server.contract.Schema.words;

import io.sesamo.engine.store.PlacementStore;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes of the fleet, of placements and of usage take and give. */
final class FleetSchemas {

  private FleetSchemas() {}

  private static final Fields PLATFORM =
      object("FleetPlatform")
          .has("name", text())
          .has("accelerator", text().orNull())
          .has("nodes", count())
          .has("accelerators", number())
          .has("acceleratorsFree", number().says("Of nodes that new work may go to."))
          .has("pricePerHour", number().orNull().says("USD for each accelerator and hour."));

  private static final Fields POOL =
      object("FleetPool")
          .has("name", text())
          .has("site", text())
          .has("city", text())
          .has("country", text())
          .has("backend", text())
          .has("emulated", truth().says("Its accelerators are not there."))
          .has("state", words("open", "drained", "absent"))
          .has("reason", text())
          .has("nodesDrained", count().says("By themselves, or with the pool or the site."))
          .has("platforms", list(PLATFORM));

  private static final Fields DRAIN =
      object("Drain").has("name", text()).has("reason", text()).has("by", text()).has("at", time());

  static final Fields FLEET =
      object("Fleet")
          .has("version", count())
          .has("appliedAt", time())
          .has("by", text())
          .has("title", text().says("The name of its file."))
          .has("text", text().says("Its file, in YAML."))
          .has("drains", list(DRAIN))
          .has("pools", list(POOL));

  static final Param ONLY_WHEN_IDLE =
      Param.truth("only_when_idle", false)
          .says("Leaves it where it is the same, and refuses while another has work under way.");

  static final Fields APPLIED =
      object("AppliedFleet")
          .has("version", count())
          .has("applied", truth().says("Another held before."))
          .has("warnings", texts())
          .has("drained", texts().says("What is still drained."));

  static final Fields REMOVED = object("RemovedFleet").has("version", count());

  private static final Schema PART = word().says("A site, a pool, or a node as pool/node.");

  /** Why a part is drained. */
  static final Schema REASON = line(200).orNull();

  static final Fields DRAIN_PART = object("DrainPart").has("name", PART).may("reason", REASON);

  static final Fields RESUME_PART = object("ResumePart").has("name", PART);

  static final Fields DRAINED =
      object("DrainedPart")
          .has("name", text())
          .has("state", words("drained", "open"))
          .has("groupsMoved", count())
          .has("groupsStaying", count().says("They were moved too often within the hour."))
          .has("movesPerHour", count().says("How often a group may be moved within an hour."));

  private static final Schema SECONDS = number().says("Seconds.");
  private static final Schema USD = number().says("USD.");
  private static final Schema CARBON = number().says("Grams of CO2 equivalent.");

  private static final Fields ESTIMATE =
      object("Estimate")
          .has("platform", text())
          .may("delay", SECONDS)
          .has("transfer", SECONDS)
          .has("run", SECONDS)
          .has("source", text().says("Where the time to run is known from."))
          .may("price", USD)
          .may("energy", number().says("kWh."))
          .may("carbon", CARBON)
          .has("bytes", count())
          .has("egress", USD)
          .may("distance", count())
          .has(
              "onward",
              object("Onward").has("seconds", SECONDS).has("price", USD).has("carbon", CARBON));

  private static final Fields CANDIDATE =
      object("Candidate")
          .has("pool", text())
          .has("site", text())
          .has("standing", text())
          .may("constraint", text())
          .has("reason", text())
          .may("score", number())
          .may("estimate", ESTIMATE);

  private static final Fields OUTLOOK =
      object("Outlook")
          .has("position", count())
          .may("delay", SECONDS)
          .may("atLeast", SECONDS)
          .may("atMost", SECONDS)
          .has("sooner", text());

  private static final Fields PLACED =
      object("Placed")
          .has("pool", text())
          .has("site", text())
          .has("nodes", texts())
          .has("emulated", truth());

  private static final Fields EXPLANATION =
      object("Explanation")
          .has("group", text())
          .has("attempt", count())
          .has("state", text())
          .has("at", time().orNull())
          .may("placed", PLACED)
          .has("lead", text().says("One sentence that says it all."))
          .has("candidates", list(CANDIDATE))
          .may("outlook", OUTLOOK)
          .has("moves", list(object("Move").has("at", time()).has("reason", text())));

  static final Fields EXPLAINED =
      object("Explained").has("workflow", text()).has("groups", list(EXPLANATION));

  private static Fields usageRow() {
    Fields row = object("UsageRow");
    for (String key : PlacementStore.usageKeys()) {
      if (!key.equals("emulated")) {
        row = row.may(key, text().orNull());
      }
    }
    return row.has("attempts", count())
        .has("acceleratorHours", number())
        .has("energyKwh", number())
        .has("carbonG", number())
        .has("priceUsd", number())
        .has("bytesMoved", count())
        .has("emulated", truth().says("Some of it was taken of accelerators that are not there."));
  }

  static final Fields USAGE =
      object("Usage")
          .has("by", texts())
          .has("since", time().orNull())
          .has("rows", list(usageRow()));

  static final List<Param> USAGE_QUERY =
      List.of(
          Param.text("by")
              .orElse("tenant")
              .says(
                  "What to sum up by, with commas between: "
                      + String.join(", ", PlacementStore.usageKeys())
                      + "."),
          Param.time("since").says("Attempts that ended then or later."));

  static final Fields OUTPUTS =
      object("Outputs")
          .has(
              "tasks",
              list(
                  object("Output")
                      .has("task", text())
                      .has("attempt", count())
                      .has("manifest", text().says("SHA-256 of the list of its files."))
                      .has("collected", truth().says("Its files have been removed."))
                      .may("files", count())
                      .may("bytes", count())
                      .may(
                          "path",
                          text()
                              .orNull()
                              .says("A folder of the server's machine, for who is there."))
                      .may("kpis", byName(text()))));
}
