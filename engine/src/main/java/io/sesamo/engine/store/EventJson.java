package io.sesamo.engine.store;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placement.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as JSON, without their time, which stands in a column of its own. Written out by hand:
 * what is stored must stay readable whatever becomes of the names in the code.
 */
final class EventJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private EventJson() {}

  static String write(Event event) {
    ObjectNode json = MAPPER.createObjectNode().put("kind", event.kind().word());
    switch (event) {
      case Event.Submitted submitted -> {}
      case Event.Placed placed -> {
        json.put("group", placed.group()).put("pool", placed.placement().pool());
        ObjectNode nodes = json.putObject("nodes");
        placed.placement().slots().forEach((task, slot) -> nodes.put(task, slot.node()));
        accelerators(json, placed.placement());
        if (!placed.site().isEmpty()) {
          json.put("site", placed.site());
        }
        if (placed.emulated()) {
          json.put("emulated", true);
        }
      }
      case Event.Queued queued -> json.put("group", queued.group()).put("reason", queued.reason());
      case Event.Unplaceable no -> json.put("group", no.group()).put("reason", no.reason());
      case Event.Forbidden law -> json.put("group", law.group()).put("reason", law.reason());
      case Event.Moved moved ->
          json.put("group", moved.group())
              .put("reason", moved.reason())
              .put("grace", moved.grace().toString());
      case Event.Preparing preparing ->
          task(json, preparing.group(), preparing.attempt(), preparing.task())
              .put("message", preparing.message());
      case Event.Started started ->
          task(json, started.group(), started.attempt(), started.task())
              .put("node", started.node());
      case Event.Storing storing -> task(json, storing.group(), storing.attempt(), storing.task());
      case Event.Ended ended -> {
        task(json, ended.group(), ended.attempt(), ended.task())
            .put("cause", ended.cause().name())
            .put("exitCode", ended.exitCode())
            .put("message", ended.message());
        ended.output().ifPresent(output -> json.put("output", output.sha256()));
        ended
            .ran()
            .ifPresent(
                ran -> json.put("ranUntil", ran.until().toString()).put("stored", ran.stored()));
      }
      case Event.CancelRequested cancel ->
          json.put("user", cancel.user())
              .put("message", cancel.message())
              .put("grace", cancel.grace().toString());
      case Event.TimePassed time -> {}
    }
    return json.toString();
  }

  /** Of the tasks that have some, their numbers. */
  private static void accelerators(ObjectNode json, Placement placement) {
    placement
        .slots()
        .forEach((task, slot) -> {
          if (!slot.accelerators().isEmpty()) {
            ArrayNode numbers = json.withObjectProperty("accelerators").putArray(task);
            slot.accelerators().forEach(numbers::add);
          }
        });
  }

  private static ObjectNode task(ObjectNode json, String group, int attempt, String task) {
    return json.put("group", group).put("attempt", attempt).put("task", task);
  }

  /**
   * The event as it was written.
   *
   * @throws StoreException when a newer Sesamo wrote it, or nobody did
   */
  static Event read(Instant at, String text) {
    JsonNode json = MAPPER.readTree(text);
    String group = json.path("group").asString("");
    int attempt = json.path("attempt").asInt(0);
    String task = json.path("task").asString("");
    String message = json.path("message").asString("");
    return switch (json.path("kind").asString("")) {
      case "submitted" -> new Event.Submitted(at);
      case "placed" ->
          new Event.Placed(
              at,
              group,
              placement(json),
              json.path("site").asString(""),
              json.path("emulated").asBoolean(false));
      case "queued" -> new Event.Queued(at, group, json.path("reason").asString(""));
      case "unplaceable" -> new Event.Unplaceable(at, group, json.path("reason").asString(""));
      case "forbidden" -> new Event.Forbidden(at, group, json.path("reason").asString(""));
      case "moved" ->
          new Event.Moved(
              at,
              group,
              json.path("reason").asString(""),
              Duration.parse(json.path("grace").asString("")));
      case "preparing" -> new Event.Preparing(at, group, attempt, task, message);
      case "started" -> new Event.Started(at, group, attempt, task, json.path("node").asString(""));
      case "storing" -> new Event.Storing(at, group, attempt, task);
      case "ended" ->
          new Event.Ended(
              at,
              group,
              attempt,
              task,
              Cause.valueOf(json.path("cause").asString("")),
              json.path("exitCode").asInt(0),
              json.has("output")
                  ? Optional.of(new ManifestId(json.path("output").asString("")))
                  : Optional.empty(),
              message,
              ran(json));
      case "cancel" ->
          new Event.CancelRequested(
              at,
              json.path("user").asString(""),
              message,
              Duration.parse(json.path("grace").asString("")));
      case "time" -> new Event.TimePassed(at);
      default -> throw new StoreException("The history holds an event of a newer Sesamo: " + text);
    };
  }

  private static Optional<Ran> ran(JsonNode json) {
    return json.has("ranUntil")
        ? Optional.of(
            new Ran(
                Instant.parse(json.path("ranUntil").asString("")),
                json.path("stored").asBoolean(true)))
        : Optional.empty();
  }

  private static Placement placement(JsonNode json) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    JsonNode numbers = json.path("accelerators");
    json.path("nodes")
        .forEachEntry((task, node) -> {
          List<Integer> own = numbers.path(task).valueStream().map(JsonNode::asInt).toList();
          slots.put(task, new Slot(node.asString(""), own));
        });
    return new Placement(json.path("pool").asString(""), slots);
  }

  static String writeTold(List<EventRow> told) {
    ArrayNode lines = MAPPER.createArrayNode();
    for (EventRow line : told) {
      ObjectNode json = lines.addObject();
      line.task().ifPresent(task -> json.put("task", task));
      json.put("attempt", line.attempt());
      json.put("kind", line.kind());
      json.put("message", line.message());
    }
    return lines.toString();
  }

  static List<EventRow> readTold(String workflow, Instant at, String text) {
    List<EventRow> told = new ArrayList<>();
    for (JsonNode line : MAPPER.readTree(text)) {
      told.add(
          new EventRow(
              workflow,
              at,
              line.has("task") ? Optional.of(line.path("task").asString("")) : Optional.empty(),
              line.path("attempt").asInt(0),
              line.path("kind").asString(""),
              line.path("message").asString("")));
    }
    return told;
  }
}
