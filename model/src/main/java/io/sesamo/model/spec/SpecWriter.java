package io.sesamo.model.spec;

import io.sesamo.model.yaml.YamlWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a spec as YAML that {@link SpecReader#readStored} reads back as an equal spec. */
public final class SpecWriter {

  private SpecWriter() {}

  /** The whole spec; groups also where its author wrote tasks. */
  public static String write(WorkflowSpec spec) {
    Map<String, Object> workflow = new LinkedHashMap<>();
    workflow.put("name", spec.name());
    putUnlessEmpty(workflow, "labels", spec.labels());
    workflow.put("groups", spec.groups().stream().map(SpecWriter::group).toList());
    Map<String, Object> resources = new LinkedHashMap<>();
    spec.resources().forEach((name, resource) -> resources.put(name, resource(resource)));
    workflow.put("resources", resources);
    Map<String, Object> timeout = new LinkedHashMap<>();
    spec.timeouts().exec().ifPresent(time -> timeout.put("exec_timeout", time(time)));
    spec.timeouts().queue().ifPresent(time -> timeout.put("queue_timeout", time(time)));
    putUnlessEmpty(workflow, "timeout", timeout);
    putUnlessEmpty(workflow, "sesamo", SesamoWriter.workflow(spec.sesamo()));
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("version", 2);
    file.put("workflow", workflow);
    return YamlWriter.write(file);
  }

  static void putUnlessEmpty(Map<String, Object> map, String key, Map<?, ?> value) {
    if (!value.isEmpty()) {
      map.put(key, value);
    }
  }

  static void putUnlessEmpty(Map<String, Object> map, String key, List<?> value) {
    if (!value.isEmpty()) {
      map.put(key, value);
    }
  }

  private static Map<String, Object> group(GroupSpec group) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", group.name());
    map.put("barrier", group.barrier());
    map.put("ignoreNonleadStatus", group.ignoreNonleadStatus());
    map.put("tasks", group.tasks().stream().map(SpecWriter::task).toList());
    return map;
  }

  private static Map<String, Object> task(TaskSpec task) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", task.name());
    map.put("lead", task.lead());
    map.put("image", task.image());
    map.put("command", task.command());
    putUnlessEmpty(map, "args", task.args());
    putUnlessEmpty(map, "inputs", task.inputs().stream().map(SpecWriter::input).toList());
    putUnlessEmpty(
        map,
        "outputs",
        task.outputs().stream().map(out -> withRegex("url", out.url(), out.regex())).toList());
    putUnlessEmpty(
        map,
        "kpis",
        task.kpis().stream().map(k -> Map.of("index", k.index(), "path", k.path())).toList());
    putUnlessEmpty(map, "environment", task.environment());
    putUnlessEmpty(map, "files", task.files().stream().map(SpecWriter::file).toList());
    if (task.privileged()) {
      map.put("privileged", true);
    }
    if (task.hostNetwork()) {
      map.put("hostNetwork", true);
    }
    putUnlessEmpty(map, "volumeMounts", task.volumeMounts());
    putUnlessEmpty(map, "credentials", credentials(task.credentials()));
    task.downloadType().ifPresent(type -> map.put("downloadType", type));
    task.cacheSize().ifPresent(size -> map.put("cacheSize", size));
    putUnlessEmpty(map, "exitActions", exitActions(task.exitActions()));
    putUnlessEmpty(
        map, "checkpoint", task.checkpoints().stream().map(SpecWriter::checkpoint).toList());
    map.put("resource", task.resource());
    putUnlessEmpty(map, "sesamo", SesamoWriter.task(task.sesamo()));
    return map;
  }

  private static Map<String, Object> input(InputSpec input) {
    return switch (input) {
      case InputSpec.FromUrl url -> withRegex("url", url.url(), url.regex());
      case InputSpec.FromTask from ->
          withRegex(
              "task",
              from.workflow().isEmpty() ? from.task() : from.workflow() + ":" + from.task(),
              from.regex());
    };
  }

  private static Map<String, Object> withRegex(String key, String value, String regex) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    if (!regex.isEmpty()) {
      map.put("regex", regex);
    }
    return map;
  }

  private static Map<String, Object> file(FileSpec file) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", file.path());
    map.put("contents", file.contents());
    if (file.base64()) {
      map.put("base64", true);
    }
    return map;
  }

  private static Map<String, Object> credentials(Map<String, CredentialUse> uses) {
    Map<String, Object> map = new LinkedHashMap<>();
    uses.forEach((name, use) ->
        map.put(
            name,
            switch (use) {
              case CredentialUse.AsFolder folder -> folder.path();
              case CredentialUse.AsEnvironment env -> env.keyByVariable();
            }));
    return map;
  }

  private static Map<String, Object> exitActions(ExitActions actions) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (ExitActions.Entry entry : actions.entries()) {
      List<String> codes = new ArrayList<>();
      entry.codes().forEach(range -> codes.add(range.first() + "-" + range.last()));
      map.put(entry.action().name(), String.join(",", codes));
    }
    return map;
  }

  private static Map<String, Object> checkpoint(CheckpointSpec checkpoint) {
    Map<String, Object> map = withRegex("path", checkpoint.path(), checkpoint.regex());
    map.put("url", checkpoint.url());
    map.put("frequency", time(checkpoint.frequency()));
    return map;
  }

  private static Map<String, Object> resource(ResourceSpec resource) {
    Map<String, Object> map = new LinkedHashMap<>();
    resource.cpu().ifPresent(cpu -> map.put("cpu", cpu));
    resource.gpu().ifPresent(gpu -> map.put("gpu", gpu));
    resource.memory().ifPresent(memory -> map.put("memory", memory));
    resource.storage().ifPresent(storage -> map.put("storage", storage));
    resource.platform().ifPresent(platform -> map.put("platform", platform));
    putUnlessEmpty(map, "nodesExcluded", resource.nodesExcluded());
    putUnlessEmpty(
        map, "topology", resource.topology().stream().map(SpecWriter::topology).toList());
    return map;
  }

  private static Map<String, Object> topology(ResourceSpec.Topology topology) {
    return Map.of(
        "key",
        topology.key(),
        "group",
        topology.group(),
        "requirementType",
        topology.required() ? "required" : "preferred");
  }

  static String time(Duration time) {
    return time.toString();
  }
}
