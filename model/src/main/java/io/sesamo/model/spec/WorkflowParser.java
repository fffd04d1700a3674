package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.Resources;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes of the {@code workflow} map a {@link WorkflowSpec}, noting every problem. */
final class WorkflowParser {

  private static final Set<String> WORKFLOW =
      Set.of("name", "labels", "pool", "groups", "tasks", "resources", "timeout", "backend");
  private static final Set<String> GROUP =
      Set.of("name", "barrier", "ignoreNonleadStatus", "tasks");
  private static final Set<String> RESOURCE =
      Set.of("cpu", "gpu", "memory", "storage", "platform", "nodesExcluded", "topology");

  private static final int MOST_TASKS = 20;

  /** Python holds no more. */
  private static final Duration LONGEST = Duration.ofDays(999_999_999);

  private final List<Problem> problems;
  private final Map<String, String> environment;

  /** Where inputs stand, by the task that they belong to and the one that they name. */
  private final Map<String, Location> inputPlaces = new HashMap<>();

  WorkflowParser(List<Problem> problems, Map<String, String> environment) {
    this.problems = problems;
    this.environment = environment;
  }

  WorkflowSpec parse(Mapping mapping) {
    Fields fields = new Fields("the workflow", mapping, WORKFLOW, problems);
    String name = name(fields, "the workflow");
    if (!fields.text("pool").orElse("").isEmpty()) {
      fields.warn("pool", "workflow.pool has no effect; name the pool when you submit.");
    }
    Map<String, ResourceSpec> resources = new LinkedHashMap<>();
    if (!fields.has("resources")) {
      resources.put("default", ResourceSpec.DEFAULT);
    }
    fields.textKeys("resources");
    fields.entries("resources").forEach((key, value) -> resources.put(key, resource(key, value)));
    List<GroupSpec> groups = groups(fields, resources);
    Labels.check(fields, problems);
    List<GroupSpec> ordered =
        new Dependencies(fields.where(), inputPlaces, problems).resolve(groups);
    return new WorkflowSpec(name, fields.textMap("labels", false), ordered, timeouts(fields));
  }

  private static String name(Fields fields, String what) {
    String name = fields.required("name");
    if (fields.has("name") && !Names.valid(name)) {
      fields.error(
          fields.where("name"),
          "The name " + name + " of " + what + " is not allowed.",
          "Begin with a letter; use letters, digits, - and _; end with a letter or digit.");
    } else if (name.length() > Names.LONGEST) {
      fields.error("name", "The name " + name + " is longer than 64 characters.");
    }
    return name;
  }

  private List<GroupSpec> groups(Fields fields, Map<String, ResourceSpec> resources) {
    List<Mapping> groups = fields.maps("groups");
    List<Mapping> tasks = fields.maps("tasks");
    if (groups.isEmpty() == tasks.isEmpty()) {
      fields.error(
          fields.where(), "A workflow has either tasks or groups, at least one of them.", "");
    }
    List<GroupSpec> specs = new ArrayList<>();
    for (Mapping task : tasks) {
      TaskSpec spec = task(task, resources, true);
      specs.add(new GroupSpec(spec.name() + "-group", true, true, List.of(spec), Set.of()));
    }
    groups.forEach(group -> specs.add(group(group, resources)));
    checkNames(fields, specs);
    long all = specs.stream().mapToLong(group -> group.tasks().size()).sum();
    if (all > MOST_TASKS) {
      fields.error(
          fields.where(),
          "The workflow has " + all + " tasks; at most " + MOST_TASKS + " are allowed.",
          "");
    }
    return specs;
  }

  private GroupSpec group(Mapping mapping, Map<String, ResourceSpec> resources) {
    Fields fields = new Fields("a group", mapping, GROUP, problems);
    String name = name(fields, "a group");
    List<Mapping> maps = fields.maps("tasks");
    if (maps.isEmpty()) {
      fields.error(fields.where(), "Group " + name + " has no tasks.", "");
    }
    List<TaskSpec> tasks =
        maps.stream().map(task -> task(task, resources, maps.size() == 1)).toList();
    long leads = tasks.stream().filter(TaskSpec::lead).count();
    if (!tasks.isEmpty() && leads != 1) {
      fields.error(
          fields.where(),
          "Group " + name + " has " + leads + " lead tasks and must have exactly one.",
          "Write lead: true in the task whose result is the group's result.");
    }
    return new GroupSpec(
        name,
        fields.truth("barrier", true),
        fields.truth("ignoreNonleadStatus", true),
        tasks,
        Set.of());
  }

  private TaskSpec task(Mapping mapping, Map<String, ResourceSpec> resources, boolean lead) {
    return new TaskParser(problems, environment, resources, inputPlaces).parse(mapping, lead);
  }

  private static void checkNames(Fields fields, List<GroupSpec> groups) {
    Map<String, String> seen = new HashMap<>();
    List<String> names = new ArrayList<>();
    groups.forEach(group -> {
      names.add(group.name());
      group.tasks().forEach(task -> names.add(task.name()));
    });
    for (String name : names) {
      String earlier = seen.putIfAbsent(Names.canonical(name), name);
      if (earlier != null && !name.isEmpty()) {
        fields.error(
            fields.where(),
            "The names " + earlier + " and " + name + " are too alike.",
            "Names of tasks and groups must differ in more than case and - or _.");
      }
    }
  }

  private ResourceSpec resource(String name, YamlNode node) {
    if (!(node instanceof Mapping mapping)) {
      problems.add(Problem.error(node.where(), "Resource " + name + " must be a map.", ""));
      return ResourceSpec.DEFAULT;
    }
    Fields fields =
        new Fields("resource " + name, mapping, RESOURCE, problems)
            .withoutNulls(Set.of("cpu", "gpu", "memory", "storage", "platform"));
    Resources amount =
        new Resources(
            fields.count("cpu") * 1000L,
            bytes(fields, "memory"),
            bytes(fields, "storage"),
            fields.count("gpu"));
    List<ResourceSpec.Topology> topology =
        fields.maps("topology").stream().map(this::topology).toList();
    return new ResourceSpec(
        amount, fields.text("platform"), fields.texts("nodesExcluded"), topology);
  }

  private ResourceSpec.Topology topology(Mapping mapping) {
    Fields fields =
        new Fields(
            "a topology requirement", mapping, Set.of("key", "group", "requirementType"), problems);
    String type = fields.text("requirementType").orElse("required");
    if (!type.equals("required") && !type.equals("preferred")) {
      fields.error("requirementType", "requirementType is required or preferred.");
    }
    return new ResourceSpec.Topology(
        fields.required("key"), fields.text("group").orElse("default"), type.equals("required"));
  }

  private static long bytes(Fields fields, String field) {
    Optional<String> text = fields.text(field);
    if (text.isEmpty()) {
      return 0;
    }
    Optional<Long> bytes = Quantities.bytes(text.get());
    if (bytes.isEmpty()) {
      fields.error(
          fields.where(field),
          fields.what() + " asks for the " + field + " " + text.get() + ", which is not a size.",
          Quantities.advice(text.get()));
    }
    return bytes.orElse(0L);
  }

  private Timeouts timeouts(Fields fields) {
    Optional<YamlNode> node = fields.node("timeout");
    if (node.isEmpty()) {
      return Timeouts.DEFAULT;
    }
    if (!(node.get() instanceof Mapping mapping)) {
      fields.error("timeout", "timeout must be a map with exec_timeout and queue_timeout.");
      return Timeouts.DEFAULT;
    }
    Set<String> known = Set.of("exec_timeout", "queue_timeout");
    Fields timeout = new Fields("timeout", mapping, known, problems).withoutNulls(known);
    return new Timeouts(time(timeout, "exec_timeout"), time(timeout, "queue_timeout"));
  }

  static Optional<Duration> time(Fields fields, String field) {
    Optional<YamlNode> node = fields.node(field);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Scalar scalar) {
      Optional<Duration> time =
          switch (scalar.value()) {
            case BigInteger seconds when seconds.signum() >= 0 && seconds.bitLength() < 46 ->
                Optional.of(Duration.ofSeconds(seconds.longValue()));
            case Double seconds when seconds >= 0 && seconds < 8e13 ->
                Optional.of(Duration.ofMillis((long) (seconds * 1000)));
            case String text -> Quantities.time(text);
            default -> Optional.empty();
          };
      if (time.isPresent() && time.get().compareTo(LONGEST) <= 0) {
        return time;
      }
    }
    fields.error(
        fields.where(field),
        field + " is not a length of time.",
        "Write a number of seconds, or one number with d, h, m, s, ms or us, such as 90m.");
    return Optional.empty();
  }
}
