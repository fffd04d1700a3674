package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes of the {@code workflow} map a {@link WorkflowSpec}, noting every problem. */
final class WorkflowParser {

  static final Set<String> WORKFLOW =
      Set.of(
          "name", "labels", "pool", "groups", "tasks", "resources", "timeout", "backend", "sesamo");
  static final Set<String> GROUP = Set.of("name", "barrier", "ignoreNonleadStatus", "tasks");

  private final List<Problem> problems;
  private final SpecSource source;
  private final int mostTasks;

  /** Where inputs stand, by the task that they belong to and the one that they name. */
  private final Map<String, Location> inputPlaces = new HashMap<>();

  private final Map<String, Location> taskPlaces = new HashMap<>();

  WorkflowParser(List<Problem> problems, SpecSource source, int mostTasks) {
    this.problems = problems;
    this.source = source;
    this.mostTasks = mostTasks;
  }

  WorkflowSpec parse(Mapping mapping) {
    Fields fields = new Fields("the workflow", mapping, WORKFLOW, problems);
    String name = name(fields, "the workflow");
    fields.strictText("backend");
    if (!fields.strictText("pool").orElse("").isEmpty()) {
      fields.warn("pool", "workflow.pool has no effect; name the pool when you submit.");
    }
    Map<String, ResourceSpec> resources = ResourceParser.parse(fields, problems);
    List<GroupSpec> groups = groups(fields, resources);
    ResourceParser.warnOfUnused(fields, groups, problems);
    TokenChecks.hosts(groups, taskPlaces, problems);
    Map<String, String> labels = Labels.read(fields, source.labels(), problems);
    Topology.check(fields, groups);
    List<GroupSpec> ordered =
        new Dependencies(fields.where(), inputPlaces, problems).resolve(groups);
    return new WorkflowSpec(
        name,
        labels,
        ordered,
        resources,
        timeouts(fields),
        SesamoParser.workflow(fields, problems));
  }

  private static String name(Fields fields, String what) {
    String name = fields.requiredText("name");
    if (fields.has("name") && !Names.valid(name)) {
      fields.error(
          fields.where("name"),
          "The name '" + name + "' of " + what + " is not allowed.",
          "Begin with a letter; use letters, digits, - and _; end with a letter or digit.");
    } else if (name.length() > Names.LONGEST) {
      fields.error("name", "The name '" + name + "' is longer than 64 characters.");
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
      String name = spec.name() + "-group";
      if (name.length() > Names.LONGEST && spec.name().length() <= Names.LONGEST) {
        fields.error(
            taskPlaces.getOrDefault(spec.name(), fields.where()),
            "The name '" + spec.name() + "' is longer than 58 characters.",
            "The task's group is called '" + name + "', and names have at most 64.");
      }
      specs.add(new GroupSpec(name, true, true, List.of(spec), Set.of()));
    }
    groups.forEach(group -> specs.add(group(group, resources)));
    checkNames(fields, specs);
    long all = specs.stream().mapToLong(group -> group.tasks().size()).sum();
    if (all > mostTasks) {
      fields.error(
          fields.where(),
          "The workflow has " + all + " tasks; at most " + mostTasks + " are allowed.",
          mostTasks < SpecReader.MOST_TASKS
              ? "The operator may allow up to "
                  + SpecReader.MOST_TASKS
                  + ": tasks: "
                  + Math.min(all, SpecReader.MOST_TASKS)
                  + " in the pool's pool.yaml."
              : "Split it into several workflows.");
    }
    return specs;
  }

  private GroupSpec group(Mapping mapping, Map<String, ResourceSpec> resources) {
    Fields fields = new Fields("a group", mapping, GROUP, problems);
    String name = name(fields, "a group");
    List<Mapping> maps = fields.maps("tasks");
    if (maps.isEmpty()) {
      fields.error(fields.where(), "Group '" + name + "' has no tasks.", "");
    }
    List<TaskSpec> tasks =
        maps.stream().map(task -> task(task, resources, maps.size() == 1)).toList();
    long leads = tasks.stream().filter(TaskSpec::lead).count();
    if (!tasks.isEmpty() && leads != 1) {
      fields.error(
          fields.where(),
          "Group '" + name + "' has " + leads + " lead tasks and must have exactly one.",
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
    TaskSpec task =
        new TaskParser(problems, source.environment(), resources, inputPlaces).parse(mapping, lead);
    taskPlaces.putIfAbsent(task.name(), mapping.where());
    return task;
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
            "The names '" + earlier + "' and '" + name + "' are too alike.",
            "Names of tasks and groups must differ in more than case and - or _.");
      }
    }
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
    return new Timeouts(timeout(timeout, "exec_timeout"), timeout(timeout, "queue_timeout"));
  }

  private static Optional<Duration> timeout(Fields fields, String field) {
    Optional<Duration> time = Times.read(fields, field);
    if (time.isPresent() && time.get().isZero()) {
      fields.warn(field, "A " + field + " of zero means the pool's default.");
    } else if (time.isPresent() && time.get().compareTo(Timeouts.LONGEST) > 0) {
      fields.warn(field, "The " + field + " is cut to " + Timeouts.LONGEST.toDays() + "d.");
    }
    return time;
  }
}
