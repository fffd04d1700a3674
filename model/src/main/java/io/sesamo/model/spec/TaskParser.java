package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes of one task's map a {@link TaskSpec}, noting every problem. */
final class TaskParser {

  static final Set<String> TASK =
      Set.of(
          "name",
          "image",
          "command",
          "args",
          "inputs",
          "outputs",
          "kpis",
          "lead",
          "environment",
          "files",
          "privileged",
          "hostNetwork",
          "volumeMounts",
          "credentials",
          "downloadType",
          "cacheSize",
          "exitActions",
          "checkpoint",
          "resource",
          "resources",
          "backend",
          "sesamo");
  private static final Set<String> RESERVED = Set.of("osmo-ctrl", "osmo_ctrl");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern IMAGE_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  private final List<Problem> problems;
  private final Map<String, String> environment;
  private final Map<String, ResourceSpec> resources;
  private final DataParser data;

  TaskParser(
      List<Problem> problems,
      Map<String, String> environment,
      Map<String, ResourceSpec> resources,
      Map<String, Location> inputPlaces) {
    this.problems = problems;
    this.environment = environment;
    this.resources = resources;
    this.data = new DataParser(problems, inputPlaces);
  }

  /** The task; {@code alone} when it is the only one of its group and so its lead. */
  TaskSpec parse(Mapping mapping, boolean alone) {
    String shown =
        mapping.entries().get("name") instanceof Scalar scalar
            ? "task '" + scalar.text() + "'"
            : "a task";
    Fields fields =
        new Fields(shown, mapping, TASK, problems)
            .withoutNulls(Set.of("downloadType", "cacheSize"));
    String name = name(fields, shown);
    String resource = fields.text("resource").orElse("default");
    if (!resources.containsKey(resource)) {
      fields.error(
          fields.where("resource"),
          "There is no resource '" + resource + "', which " + shown + " asks for.",
          "There is: " + String.join(", ", resources.keySet()) + ".");
    }
    for (String ignored : List.of("resources", "backend")) {
      if (fields.has(ignored)) {
        fields.warn(ignored, "The field '" + ignored + "' of a task has no effect.");
      }
    }
    fields.strictText("backend");
    Optional<String> downloadType = fields.text("downloadType");
    downloadType
        .filter(type -> !type.equals("download"))
        .ifPresent(type -> fields.error("downloadType", "downloadType must be download."));
    TaskSpec task =
        new TaskSpec(
            name,
            image(fields),
            command(fields, shown),
            fields.texts("args"),
            data.inputs(fields, name),
            data.outputs(fields),
            data.kpis(fields),
            fields.truth("lead", false) || alone,
            environment(fields),
            data.files(fields, shown),
            fields.truth("privileged", false),
            fields.truth("hostNetwork", false),
            fields.texts("volumeMounts"),
            credentials(fields),
            downloadType,
            fields.text("cacheSize"),
            ExitActionsParser.parse(fields),
            data.checkpoints(fields),
            resource,
            resources.getOrDefault(resource, ResourceSpec.DEFAULT),
            SesamoParser.task(fields, problems));
    TokenChecks.inputs(fields, task);
    return task;
  }

  private static String image(Fields fields) {
    String image = fields.required("image");
    if (IMAGE_SCHEME.matcher(image).matches()) {
      fields.warn(
          "image",
          "The image '" + image + "' begins with a scheme, which no registry knows.",
          "Write registry/name:tag, such as '" + image.replaceFirst("^[^:]*://", "") + "'.");
    }
    return image;
  }

  private static String name(Fields fields, String shown) {
    String name = fields.requiredText("name");
    if (fields.has("name") && !Names.valid(name)) {
      fields.error(
          fields.where("name"),
          "The name '" + name + "' is not allowed for a task.",
          "Begin with a letter; use letters, digits, - and _; end with a letter or digit.");
    } else if (name.length() > Names.LONGEST) {
      fields.error("name", "The name of " + shown + " is longer than 64 characters.");
    } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      fields.error("name", "The name '" + name + "' belongs to the system.");
    }
    return name;
  }

  private static List<String> command(Fields fields, String shown) {
    List<String> command = fields.texts("command");
    if (!fields.has("command") || fields.list("command").isEmpty()) {
      fields.error(
          fields.where(),
          "The field 'command' is missing in " + shown + ".",
          "Write a list such as [bash, -c, 'echo hello'].");
    }
    return command;
  }

  private Map<String, String> environment(Fields fields) {
    Map<String, String> variables = fields.textMap("environment", true);
    for (String name : variables.keySet()) {
      if (!VARIABLE.matcher(name.replaceAll("\\{\\{[^}]*\\}\\}", "")).matches()) {
        fields.stricter(
            "environment", "The name '" + name + "' is not that of an environment variable.", "");
      }
    }
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.putAll(environment);
    return all;
  }

  private Map<String, CredentialUse> credentials(Fields fields) {
    Map<String, CredentialUse> uses = new LinkedHashMap<>();
    fields
        .entries("credentials")
        .forEach((name, node) -> {
          switch (node) {
            case Scalar scalar when scalar.value() instanceof String path -> {
              if (!path.startsWith("/")) {
                fields.stricter("credentials", "A credential's folder must be absolute.", "");
              }
              uses.put(name, new CredentialUse.AsFolder(path));
            }
            case Mapping mapping ->
                uses.put(name, new CredentialUse.AsEnvironment(variables(name, mapping)));
            case Scalar scalar -> notAUse(fields, name, node, scalar.value() != YamlNode.Null.NULL);
            case Sequence sequence -> notAUse(fields, name, node, false);
          }
        });
    return uses;
  }

  private static void notAUse(Fields fields, String name, YamlNode node, boolean osmoTakes) {
    String message =
        "The credential '" + name + "' needs a folder, or a map of variables to its keys.";
    fields.add(
        osmoTakes
            ? Problem.stricter(node.where(), message, "")
            : Problem.error(node.where(), message, ""));
  }

  /** Numbers and truths are taken for their texts, as in OSMO. */
  private Map<String, String> variables(String name, Mapping mapping) {
    Set<String> all = mapping.entries().keySet();
    Fields fields = new Fields("credential '" + name + "'", mapping, all, problems);
    Map<String, String> variables = new LinkedHashMap<>();
    all.forEach(
        variable -> fields.textOrTruth(variable).ifPresent(key -> variables.put(variable, key)));
    return variables;
  }
}
