package io.sesamo.model.spec;

import static io.sesamo.model.schema.Kinds.any;
import static io.sesamo.model.schema.Kinds.list;
import static io.sesamo.model.schema.Kinds.map;
import static io.sesamo.model.schema.Kinds.named;
import static io.sesamo.model.schema.Kinds.node;
import static io.sesamo.model.schema.Kinds.orNull;
import static io.sesamo.model.schema.Kinds.pattern;
import static io.sesamo.model.schema.Kinds.ref;
import static io.sesamo.model.schema.Kinds.text;

import io.sesamo.model.schema.Kinds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 2020-12) of workflow files, for editors: they complete names, show what a
 * field means, and mark mistakes. It takes every file that {@link SpecReader} takes once templates
 * are filled in; what only the reader can know (circles, tokens, whether a task exists) it does not
 * say.
 */
public final class SpecSchema {

  private static final String SIZE = "^[0-9]+(\\.[0-9]+)?([KMGT]i?B?|B)?$";
  private static final String TIME =
      "^\\s*\\+?[0-9]+\\s*(d|h|m|s|ms|us)\\s*$"
          + "|^P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?\\n?$";
  private static final String CODES = "^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$";

  private SpecSchema() {}

  /** The schema as maps, lists, texts and numbers. */
  public static Map<String, Object> schema() {
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("workflow", workflow());
    definitions.put("group", group());
    definitions.put("task", task());
    definitions.put("resource", resource());
    definitions.put("sesamoTask", sesamoTask());
    definitions.put("sesamoWorkflow", sesamoWorkflow());
    Map<String, Object> file =
        map("A workflow in NVIDIA OSMO's format, with Sesamo's additions.")
            .needed("workflow", ref("workflow"), "What runs.")
            .field(
                "default-values",
                node("type", List.of("object", "null")),
                "Values for the names in templates; --set overrides them.")
            .field("version", node("enum", List.of(2, "2", "2.0")), "Always 2.")
            .build();
    return Kinds.schema("Workflow", file, definitions);
  }

  static Map<String, Object> workflow() {
    return map("What runs: tasks, or groups of tasks that run at the same time.")
        .needed("name", name(), "Its name; a number is appended to make its id.")
        .field("tasks", list(ref("task")), "Tasks, each a group of its own.")
        .field("groups", list(ref("group")), "Groups of tasks that run at the same time.")
        .field(
            "resources",
            node("type", "object", "additionalProperties", ref("resource")),
            "Named amounts of a machine; tasks name one, or get 'default'.")
        .field("labels", texts(), "At most 16, in Kubernetes' syntax.")
        .field(
            "timeout",
            map("Limits of each group.")
                .field("exec_timeout", orNull(time()), "From its start to its end.")
                .field("queue_timeout", orNull(time()), "From being ready to its start.")
                .build(),
            "Limits of each group; at most 60 days.")
        .field("pool", text(), "Has no effect; name the pool when you submit.")
        .field("backend", text(), "Has no effect.")
        .field("sesamo", ref("sesamoWorkflow"), "What OSMO does not know.")
        .build();
  }

  static Map<String, Object> group() {
    return map("Tasks that run at the same time in one pool, with one lead.")
        .needed("name", name(), "Unique among tasks and groups.")
        .needed("tasks", list(ref("task")), "At least one; exactly one has lead: true.")
        .field("barrier", flag(), "Whether the tasks wait for each other before they start.")
        .field("ignoreNonleadStatus", flag(), "Whether only the lead's result counts.")
        .build();
  }

  static Map<String, Object> task() {
    return map("A program.")
        .needed("name", name(), "Unique among tasks and groups.")
        .needed("image", text(), "A container image, or a runtime's name.")
        .needed("command", list(text()), "The program and its first arguments.")
        .field("args", list(text()), "More arguments.")
        .field("lead", flag(), "Whether its result is the group's.")
        .field("inputs", list(input()), "What it reads, at {{input:0}}, {{input:1}}, …")
        .field(
            "outputs",
            list(
                map("A place that the output folder is copied to.")
                    .needed("url", node("type", "string"), "Where to.")
                    .field("regex", regex(), "Which files; all without it.")
                    .build()),
            "Places that the folder {{output}} is copied to.")
        .field("environment", named(any(List.of(text(), node("type", "boolean")))), "Variables.")
        .field("files", list(file()), "Files that are there before it starts.")
        .field("credentials", credentials(), "Stored credentials and where they go.")
        .field("exitActions", exitActions(), "What an exit code leads to.")
        .field("checkpoint", list(checkpoint()), "Folders that are uploaded while it runs.")
        .field(
            "kpis",
            list(
                map("A JSON file of key figures.")
                    .needed("index", text(), "Its name.")
                    .needed("path", text(), "In the output folder.")
                    .build()),
            "Files of key figures that people are shown.")
        .field("resource", text(), "An entry of the workflow's resources ('default').")
        .field("privileged", flag(), "Asks for a privileged container.")
        .field("hostNetwork", flag(), "Asks for the node's network.")
        .field("volumeMounts", list(text()), "Folders of the node: src or src:dst.")
        .field("downloadType", orNull(node("enum", List.of("download"))), "Always download.")
        .field("cacheSize", orNull(text()), "Has no effect.")
        .field("resources", node(), "Has no effect; use resource.")
        .field("backend", node(), "Has no effect.")
        .field("sesamo", ref("sesamoTask"), "What OSMO does not know.")
        .build();
  }

  static Map<String, Object> input() {
    return map("A task's output, or what lies at a URL.")
        .field("task", node("type", "string"), "A task, or workflow:task of an earlier one.")
        .field("url", node("type", "string"), "A folder or file.")
        .field("regex", regex(), "Which files; all without it.")
        .build();
  }

  static Map<String, Object> file() {
    return map("A file that is there before the task starts.")
        .needed("path", text(), "Absolute, and not below /osmo.")
        .field("contents", text(), "Its text, or base64.")
        .field("base64", flag(), "Whether the contents are base64.")
        .field("localpath", text(), "Instead of contents: a file beside this one.")
        .build();
  }

  static Map<String, Object> checkpoint() {
    return map("A folder that is uploaded while the task runs.")
        .needed("path", text(), "The folder.")
        .needed("url", text(), "Where to.")
        .needed("frequency", time(), "How often; at least once a year.")
        .field("regex", regex(), "Which files; all without it.")
        .build();
  }

  static Map<String, Object> resource() {
    return map("An amount of a machine, for one task.")
        .field("cpu", orNull(count()), "Whole cores.")
        .field(
            "gpu",
            orNull(any(List.of(count(), part()))),
            "Whole accelerators, or a part of one from 0.001 to 0.999.")
        .field("memory", orNull(size()), "Main memory, such as 16Gi.")
        .field("storage", orNull(size()), "Local disk, such as 100Gi.")
        .field("platform", orNull(text()), "A named kind of node of the pool.")
        .field("nodesExcluded", list(text()), "Nodes not to use.")
        .field("topology", list(topology()), "How near each other a group's tasks must be.")
        .build();
  }

  static Map<String, Object> topology() {
    return map("Tasks of one group share one value of a node label.")
        .needed("key", text(), "The label, such as rack.")
        .field("group", text(), "Which tasks belong together ('default').")
        .field("requirementType", node("enum", List.of("required", "preferred")), "How strictly.")
        .build();
  }

  static Map<String, Object> sesamoTask() {
    return map("What a task says to Sesamo alone.")
        .field("retries", retries(), "How often it is tried again after its program failed.")
        .field("accelerators", list(accelerator()), "What it can run on, best first.")
        .field(
            "acceleratorMemory",
            size(),
            "What each accelerator, or the part of one that it asks for, must have, such as 24Gi.")
        .field("data", data(), "Where what it reads comes from.")
        .field(
            "deadline",
            node("type", "string"),
            "When it should be done: 2026-12-24T18:00:00Z, or 6h after submission.")
        .field(
            "duration",
            any(List.of(time(), timeByModel())),
            "How long it usually runs: 2h, or {nvidia-h20: 2h, nvidia-l20: 5h} where that depends on the chip.")
        .field("outputSize", size(), "How much it stores, such as 20Gi.")
        .build();
  }

  static Map<String, Object> retries() {
    return map("Tries after a failure of the program.")
        .needed(
            "limit",
            node("type", "integer", "minimum", 0, "maximum", SesamoParser.MOST_RETRIES),
            "Tries besides the first.")
        .field("backoff", time(), "Before the second try; twice as long before each next one.")
        .build();
  }

  static Map<String, Object> accelerator() {
    return map("A kind of accelerator, and what the task then runs where that differs.")
        .field("model", pattern(SesamoParser.WORD), "An accelerator model of the catalogue.")
        .field("stack", pattern(SesamoParser.WORD), "A software stack, such as cuda or rocm.")
        .field("image", node("type", "string"), "Instead of the task's image.")
        .field("command", list(text()), "Instead of the task's command.")
        .field("args", list(text()), "Instead of the task's arguments; needs a command.")
        .build();
  }

  static Map<String, Object> data() {
    return map("Where what the task reads comes from.")
        .field("countries", list(pattern("[A-Z]{2}")), "ISO 3166-1 codes.")
        .field("categories", list(pattern(SesamoParser.WORD)), "Such as personal.")
        .build();
  }

  static Map<String, Object> sesamoWorkflow() {
    return map("What a workflow says to Sesamo alone.")
        .field("tenant", pattern(SesamoParser.TENANT), "For whom it runs.")
        .field("budget", pattern(SesamoParser.BUDGET), "The most it may cost, such as 500 EUR.")
        .field(
            "residency",
            list(pattern("[A-Z]{2}")),
            "Countries (ISO 3166-1) or EU, which its data may not leave.")
        .field(
            "waitForDecision",
            flag(),
            "Whether it waits for people where the law does not allow it yet.")
        .field(
            "objective",
            any(
                List.of(
                    node("enum", List.copyOf(SesamoWorkflow.Objective.NAMED.keySet())),
                    node("type", "string", "pattern", "\\{\\{"), // a template fills it in
                    objective())),
            "What its places are chosen for; else as the fleet's operator says.")
        .field("nodes", named(node("type", "string", "minLength", 1)), "Labels of its nodes.")
        .field("spread", flag(), "Whether the tasks of a group go to many nodes, not to few.")
        .build();
  }

  private static Map<String, Object> objective() {
    Map<String, Object> weight =
        node("type", "number", "minimum", 0, "maximum", SesamoParser.HEAVIEST);
    return map("How much each respect weighs.")
        .field("time", weight, "Until it is done.")
        .field("cost", weight, "Its price.")
        .field("carbon", weight, "What is emitted for it.")
        .build();
  }

  private static Map<String, Object> timeByModel() {
    return node(
        "type",
        "object",
        "minProperties",
        1,
        "propertyNames",
        pattern(SesamoParser.WORD),
        "additionalProperties",
        time());
  }

  private static Map<String, Object> credentials() {
    Map<String, Object> keys = named(any(List.of(text(), node("type", "boolean"))));
    return named(any(List.of(node("type", "string"), keys)));
  }

  private static Map<String, Object> exitActions() {
    Map<String, Object> codes = any(List.of(pattern(CODES), node("type", "integer", "minimum", 0)));
    return node(
        "type",
        "object",
        "propertyNames",
        pattern(
            "[Cc][Oo][Mm][Pp][Ll][Ee][Tt][Ee]|[Ff][Aa][Ii][Ll]"
                + "|[Rr][Ee][Ss][Cc][Hh][Ee][Dd][Uu][Ll][Ee]"),
        "additionalProperties",
        codes);
  }

  private static Map<String, Object> name() {
    return node(
        "type", "string", "pattern", "^[a-zA-Z]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$", "maxLength", 64);
  }

  private static Map<String, Object> texts() {
    return named(node("type", "string"));
  }

  private static Map<String, Object> regex() {
    return node("type", "string");
  }

  private static Map<String, Object> flag() {
    return any(
        List.of(
            node("type", "boolean"),
            node("enum", List.of(0, 1)),
            pattern(
                "[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy]([Ee][Ss])?|[Nn][Oo]?|[Oo][Nn]|[Oo][Ff][Ff]"
                    + "|[TtFf01]")));
  }

  private static Map<String, Object> count() {
    return any(
        List.of(
            node("type", "integer", "minimum", 0, "maximum", 1_000_000_000),
            pattern("\\s*\\+?[0-9]+(_[0-9]+)*(\\.0*)?\\s*")));
  }

  /** A part of one, with at most three decimals. */
  private static Map<String, Object> part() {
    return any(
        List.of(
            node("type", "number", "minimum", 0.001, "maximum", 0.999),
            pattern("\\s*\\+?0*\\.(?=[0-9]*[1-9])[0-9]{1,3}0*\\s*")));
  }

  private static Map<String, Object> size() {
    return any(
        List.of(node("type", "number", "minimum", 0), node("type", "string", "pattern", SIZE)));
  }

  private static Map<String, Object> time() {
    return any(
        List.of(node("type", "number", "minimum", 0), node("type", "string", "pattern", TIME)));
  }
}
