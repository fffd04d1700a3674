package io.sesamo.cli.conformance;

import io.sesamo.model.spec.CheckpointSpec;
import io.sesamo.model.spec.CredentialUse;
import io.sesamo.model.spec.ExitActions;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.ResourceSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A spec in the shape in which NVIDIA OSMO dumps its models (pydantic, JSON), and the comparison of
 * two such dumps in every field.
 */
final class OsmoModel {

  /** What the corpus's service filled in for the pool, the backend and the platform. */
  private static final String DEFAULT = "default";

  private OsmoModel() {}

  /** The dump of a workflow. */
  static Map<String, Object> workflow(WorkflowSpec spec) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", spec.name());
    map.put("labels", spec.labels());
    map.put("pool", DEFAULT);
    map.put("groups", spec.groups().stream().map(OsmoModel::group).toList());
    map.put("tasks", List.of());
    Map<String, Object> resources = new LinkedHashMap<>();
    spec.resources().forEach((name, resource) -> resources.put(name, resource(resource)));
    map.put("resources", resources);
    Map<String, @Nullable Object> timeout = new LinkedHashMap<>();
    timeout.put("exec_timeout", spec.timeouts().exec().orElse(null));
    timeout.put("queue_timeout", spec.timeouts().queue().orElse(null));
    map.put("timeout", timeout);
    map.put("backend", DEFAULT);
    return map;
  }

  private static Map<String, Object> group(GroupSpec group) {
    return Map.of(
        "name", group.name(),
        "barrier", group.barrier(),
        "ignoreNonleadStatus", group.ignoreNonleadStatus(),
        "tasks", group.tasks().stream().map(OsmoModel::task).toList());
  }

  /** The dump of a task. */
  static Map<String, @Nullable Object> task(TaskSpec task) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", task.name());
    map.put("image", task.image());
    map.put("command", task.command());
    map.put("args", task.args());
    map.put("inputs", task.inputs().stream().map(OsmoModel::input).toList());
    map.put(
        "outputs",
        task.outputs().stream().map(o -> Map.of("url", o.url(), "regex", o.regex())).toList());
    map.put(
        "kpis",
        task.kpis().stream().map(kpi -> Map.of("index", kpi.index(), "path", kpi.path())).toList());
    map.put("lead", task.lead());
    map.put("environment", task.environment());
    map.put(
        "files",
        task.files().stream()
            .map(file ->
                Map.of("path", file.path(), "contents", file.contents(), "base64", file.base64()))
            .toList());
    map.put("privileged", task.privileged());
    map.put("hostNetwork", task.hostNetwork());
    map.put("volumeMounts", task.volumeMounts());
    Map<String, Object> credentials = new LinkedHashMap<>();
    task.credentials().forEach((name, use) -> credentials.put(name, credential(use)));
    map.put("credentials", credentials);
    map.put("downloadType", task.downloadType().orElse(null));
    map.put("cacheSize", task.cacheSize().orElse(null));
    map.put("exitActions", task.exitActions());
    map.put("checkpoint", task.checkpoints().stream().map(OsmoModel::checkpoint).toList());
    map.put("resources", resource(task.resources()));
    map.put("backend", DEFAULT);
    map.put("resource", task.resource());
    return map;
  }

  private static Map<String, Object> input(InputSpec input) {
    return switch (input) {
      case InputSpec.FromUrl from -> Map.of("url", from.url(), "regex", from.regex());
      case InputSpec.FromTask from ->
          Map.of(
              "task",
              from.workflow().isEmpty() ? from.task() : from.workflow() + ":" + from.task(),
              "regex",
              from.regex());
    };
  }

  private static Object credential(CredentialUse use) {
    return switch (use) {
      case CredentialUse.AsFolder folder -> folder.path();
      case CredentialUse.AsEnvironment variables -> variables.keyByVariable();
    };
  }

  private static Map<String, Object> checkpoint(CheckpointSpec point) {
    return Map.of(
        "path", point.path(),
        "url", point.url(),
        "frequency", point.frequency(),
        "regex", point.regex());
  }

  private static Map<String, @Nullable Object> resource(ResourceSpec resource) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("cpu", resource.cpu().orElse(null));
    map.put("gpu", resource.gpu().orElse(null));
    map.put("memory", resource.memory().orElse(null));
    map.put("storage", resource.storage().orElse(null));
    map.put("platform", resource.platform().orElse(DEFAULT));
    map.put("nodesExcluded", resource.nodesExcluded());
    map.put(
        "topology",
        resource.topology().stream()
            .map(need ->
                Map.of(
                    "key", need.key(),
                    "group", need.group(),
                    "requirementType", need.required() ? "required" : "preferred"))
            .toList());
    return map;
  }

  /**
   * The first field in which two dumps differ, in words; empty when they are equal.
   *
   * @param ours made by this class
   * @param theirs read from JSON
   */
  static Optional<String> difference(String at, @Nullable Object ours, @Nullable Object theirs) {
    return switch (ours) {
      case Map<?, ?> map when theirs instanceof Map<?, ?> other -> maps(at, map, other);
      case List<?> items when theirs instanceof List<?> others -> lists(at, items, others);
      case ExitActions actions when theirs instanceof Map<?, ?> other ->
          difference(at, codes(actions), codes(other));
      case Duration time when theirs instanceof String text ->
          unless(equal(time, text), at, ours, theirs);
      case String text when theirs instanceof String other ->
          unless(Texts.equal(text, other), at, ours, theirs);
      case Number number when theirs instanceof Number other ->
          unless(number.longValue() == other.longValue(), at, ours, theirs);
      case null -> unless(theirs == null, at, ours, theirs);
      default -> unless(ours.equals(theirs), at, ours, theirs);
    };
  }

  private static Optional<String> maps(String at, Map<?, ?> ours, Map<?, ?> theirs) {
    TreeSet<String> keys = new TreeSet<>();
    ours.keySet().forEach(key -> keys.add(String.valueOf(key)));
    theirs.keySet().forEach(key -> keys.add(String.valueOf(key)));
    for (String key : keys) {
      String place = at.isEmpty() ? key : at + "." + key;
      if (!ours.containsKey(key) || !theirs.containsKey(key)) {
        return Optional.of(place + " is only " + (ours.containsKey(key) ? "here" : "in OSMO's"));
      }
      Optional<String> found = difference(place, ours.get(key), theirs.get(key));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> lists(String at, List<?> ours, List<?> theirs) {
    if (ours.size() != theirs.size()) {
      return Optional.of(at + " has " + ours.size() + " items, OSMO's " + theirs.size());
    }
    for (int i = 0; i < ours.size(); i++) {
      Optional<String> found = difference(at + "[" + i + "]", ours.get(i), theirs.get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unless(
      boolean equal, String at, @Nullable Object ours, @Nullable Object theirs) {
    return equal ? Optional.empty() : Optional.of(at + " is " + ours + ", OSMO's " + theirs);
  }

  private static boolean equal(Duration time, String text) {
    try {
      return Duration.parse(text).equals(time);
    } catch (DateTimeException other) {
      return false;
    }
  }

  private static List<String> codes(ExitActions actions) {
    List<String> lines = new ArrayList<>();
    for (ExitActions.Entry entry : actions.entries()) {
      List<String> ranges =
          entry.codes().stream()
              .map(range ->
                  range.first() == range.last()
                      ? String.valueOf(range.first())
                      : range.first() + "-" + range.last())
              .toList();
      lines.add(entry.action() + " " + String.join(",", ranges));
    }
    return lines;
  }

  private static List<String> codes(Map<?, ?> actions) {
    List<String> lines = new ArrayList<>();
    actions.forEach((action, codes) ->
        lines.add(String.valueOf(action).toUpperCase(Locale.ROOT) + " " + codes));
    return lines;
  }
}
