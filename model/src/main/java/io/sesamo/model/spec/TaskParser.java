package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.spec.ExitActions.Action;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes of one task's map a {@link TaskSpec}, noting every problem. */
final class TaskParser {

  private static final Set<String> TASK =
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
          "backend");
  private static final Set<String> RESERVED = Set.of("osmo-ctrl", "osmo_ctrl");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern CODES = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]*+={0,2}\\s*+");
  private static final Pattern TOKEN =
      Pattern.compile("\\{\\{\\s{0,9}(input|host):([^}\\s]{1,200})\\s{0,9}\\}\\}");

  private static final Pattern STORE =
      Pattern.compile(
          "swift://[^/,;*]+(/[^/,;*]+){2,}/*|(s3|gs)://[^/,;*]+(/[^/,;*]+)*+/*"
              + "|(tos|azure)://[^/,;*]+(/[^/,;*]+)++/*|file:///[^,;*]*");

  private final List<Problem> problems;
  private final Map<String, String> environment;
  private final Map<String, ResourceSpec> resources;
  private final Map<String, Location> inputPlaces;

  TaskParser(
      List<Problem> problems,
      Map<String, String> environment,
      Map<String, ResourceSpec> resources,
      Map<String, Location> inputPlaces) {
    this.problems = problems;
    this.environment = environment;
    this.resources = resources;
    this.inputPlaces = inputPlaces;
  }

  /** The task; {@code alone} when it is the only one of its group and so its lead. */
  TaskSpec parse(Mapping mapping, boolean alone) {
    String shown =
        mapping.entries().get("name") instanceof Scalar scalar ? "task " + scalar.text() : "a task";
    Fields fields = new Fields(shown, mapping, TASK, problems);
    String name = name(fields, shown);
    String resource = fields.text("resource").orElse("default");
    if (!resources.containsKey(resource)) {
      fields.error(
          fields.where("resource"),
          "There is no resource " + resource + ", which " + shown + " asks for.",
          "There is: " + String.join(", ", resources.keySet()) + ".");
    }
    for (String ignored : List.of("resources", "backend")) {
      if (fields.has(ignored)) {
        fields.warn(ignored, "The field " + ignored + " of a task has no effect.");
      }
    }
    fields
        .text("downloadType")
        .filter(type -> !type.equals("download"))
        .ifPresent(type -> fields.error("downloadType", "downloadType must be download."));
    TaskSpec task =
        new TaskSpec(
            name,
            fields.required("image"),
            command(fields, shown),
            fields.texts("args"),
            inputs(fields, name),
            outputs(fields),
            kpis(fields),
            fields.truth("lead", false) || alone,
            environment(fields),
            files(fields, shown),
            fields.truth("privileged", false),
            fields.truth("hostNetwork", false),
            fields.texts("volumeMounts"),
            credentials(fields),
            exitActions(fields),
            checkpoints(fields),
            resource,
            resources.getOrDefault(resource, ResourceSpec.DEFAULT));
    checkTokens(fields, task);
    return task;
  }

  private static String name(Fields fields, String shown) {
    String name = fields.required("name");
    if (fields.has("name") && !Names.valid(name)) {
      fields.error(
          fields.where("name"),
          "The name " + name + " is not allowed for a task.",
          "Begin with a letter; use letters, digits, - and _; end with a letter or digit.");
    } else if (name.length() > Names.LONGEST) {
      fields.error("name", "The name of " + shown + " is longer than 64 characters.");
    } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      fields.error("name", "The name " + name + " belongs to the system.");
    }
    return name;
  }

  private static List<String> command(Fields fields, String shown) {
    List<String> command = fields.texts("command");
    if (!fields.has("command") || fields.list("command").isEmpty()) {
      fields.error(
          fields.where(),
          "The field command is missing in " + shown + ".",
          "Write a list such as [bash, -c, 'echo hello'].");
    }
    return command;
  }

  private List<InputSpec> inputs(Fields fields, String owner) {
    List<InputSpec> inputs = new ArrayList<>();
    for (Mapping mapping : fields.maps("inputs")) {
      Fields input = new Fields("an input", mapping, Set.of("task", "url", "regex"), problems);
      String regex = regex(input);
      Optional<String> task = input.strictText("task");
      Optional<String> url = input.strictText("url");
      if (task.isPresent() == url.isPresent()) {
        input.error(input.where(), "An input has either a task or a url.", "");
      } else if (task.isPresent()) {
        int colon = task.get().indexOf(':');
        inputPlaces.putIfAbsent(Dependencies.key(owner, task.get()), input.where("task"));
        for (String part : task.get().split(":", 2)) {
          if (!Names.valid(part)) {
            input.error(
                input.where("task"),
                "The input " + task.get() + " names no task.",
                "Write the name of a task, or workflow:task for an earlier workflow.");
          }
        }
        inputs.add(
            new InputSpec.FromTask(
                colon < 0 ? "" : task.get().substring(0, colon),
                task.get().substring(colon + 1),
                regex));
      } else {
        inputs.add(new InputSpec.FromUrl(url.orElseThrow(), regex));
      }
    }
    return inputs;
  }

  private static String regex(Fields fields) {
    String regex = fields.strictText("regex").orElse("");
    try {
      PythonRegex.toJava(regex);
    } catch (IllegalArgumentException e) {
      fields.error(
          "regex", "The regular expression " + regex + " is not valid: " + e.getMessage() + ".");
    }
    return regex;
  }

  private List<OutputSpec> outputs(Fields fields) {
    List<OutputSpec> outputs = new ArrayList<>();
    for (Mapping mapping : fields.maps("outputs")) {
      Fields output = new Fields("an output", mapping, Set.of("url", "regex"), problems);
      outputs.add(
          new OutputSpec(
              output.strictText("url").orElseGet(() -> output.required("url")), regex(output)));
    }
    return outputs;
  }

  private List<KpiSpec> kpis(Fields fields) {
    List<KpiSpec> kpis = new ArrayList<>();
    for (Mapping mapping : fields.maps("kpis")) {
      Fields kpi = new Fields("a kpi", mapping, Set.of("index", "path"), problems);
      String path = kpi.required("path");
      if (path.startsWith("/") || path.contains("..")) {
        kpi.error("path", "The path of a kpi stays inside the output folder.");
      }
      kpis.add(new KpiSpec(kpi.count("index"), path));
    }
    return kpis;
  }

  private Map<String, String> environment(Fields fields) {
    Map<String, String> variables = fields.textMap("environment", true);
    for (String name : variables.keySet()) {
      if (!VARIABLE.matcher(name.replaceAll("\\{\\{[^}]*\\}\\}", "")).matches()) {
        fields.error("environment", "The name " + name + " is not that of a variable.");
      }
    }
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.putAll(environment);
    return all;
  }

  private List<FileSpec> files(Fields fields, String shown) {
    List<FileSpec> files = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (Mapping mapping : fields.maps("files")) {
      Set<String> known = Set.of("path", "contents", "base64", "localpath");
      Fields file = new Fields("a file of " + shown, mapping, known, problems);
      String path = file.required("path");
      if (file.has("localpath")) {
        file.error(
            file.where("localpath"),
            "localpath is read by the command line and means nothing to a server.",
            "Submit with sesamo run or sesamo submit, or write contents.");
      }
      String contents = file.has("contents") ? file.text("contents").orElse("") : missing(file);
      boolean base64 = file.truth("base64", false);
      if (base64 && !BASE64.matcher(contents).matches()) {
        file.error("contents", "The contents of " + path + " are not base64.");
      }
      checkPath(file, path, seen);
      files.add(new FileSpec(path, contents, base64));
    }
    return files;
  }

  private static String missing(Fields file) {
    if (!file.has("localpath")) {
      file.error(file.where(), "A file has no contents.", "");
    }
    return "";
  }

  private static void checkPath(Fields file, String path, Set<Path> seen) {
    if (!path.startsWith("/") || path.endsWith("/")) {
      file.error("path", "The path " + path + " of a file must be absolute and name a file.");
      return;
    }
    Path normal = Path.of(path).normalize();
    boolean reserved = normal.startsWith("/osmo") && !normal.startsWith("/osmo/data/output");
    if (reserved && !path.contains("{{")) {
      file.error("path", "The path " + path + " is below /osmo, which belongs to the system.");
    }
    if (!seen.add(normal)) {
      file.error("path", "Two files have the path " + path + ".");
    }
  }

  private Map<String, CredentialUse> credentials(Fields fields) {
    Map<String, CredentialUse> uses = new LinkedHashMap<>();
    fields
        .entries("credentials")
        .forEach((name, node) -> {
          switch (node) {
            case Scalar scalar when scalar.value() instanceof String path -> {
              if (!path.startsWith("/")) {
                fields.error("credentials", "A credential's folder must be absolute.");
              }
              uses.put(name, new CredentialUse.AsFolder(path));
            }
            case Mapping mapping ->
                uses.put(name, new CredentialUse.AsEnvironment(variables(mapping)));
            case Scalar scalar -> notAUse(fields, name);
            case Sequence sequence -> notAUse(fields, name);
          }
        });
    return uses;
  }

  private static void notAUse(Fields fields, String name) {
    fields.error(
        "credentials",
        "The credential " + name + " needs a folder, or a map of variables to its keys.");
  }

  private Map<String, String> variables(Mapping mapping) {
    Map<String, String> variables = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((variable, node) -> {
          if (node instanceof Scalar key && key.value() instanceof String text) {
            variables.put(variable, text);
          } else {
            problems.add(Problem.error(node.where(), "A credential's key must be text.", ""));
          }
        });
    return variables;
  }

  private static ExitActions exitActions(Fields fields) {
    List<ExitActions.Entry> entries = new ArrayList<>();
    fields
        .textMap("exitActions", false)
        .forEach((key, codes) -> {
          Optional<Action> action =
              List.of(Action.values()).stream()
                  .filter(known -> known.name().equalsIgnoreCase(key))
                  .findFirst();
          if (action.isEmpty()) {
            fields.error(
                "exitActions",
                "There is no exit action " + key + "; there are COMPLETE, FAIL, RESCHEDULE.");
          } else {
            entries.add(new ExitActions.Entry(action.get(), ranges(fields, codes)));
          }
        });
    return new ExitActions(entries);
  }

  private static List<ExitActions.Range> ranges(Fields fields, String codes) {
    List<ExitActions.Range> ranges = new ArrayList<>();
    for (String part : codes.split(",", -1)) {
      Matcher matcher = CODES.matcher(part);
      if (!matcher.matches()) {
        fields.error("exitActions", "The exit codes " + codes + " are not like 1-3,7.");
        return ranges;
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (first > last || first > 255) {
        fields.warn("exitActions", "The exit codes " + part + " match nothing.");
      }
      ranges.add(new ExitActions.Range(first, last));
    }
    return ranges;
  }

  private List<CheckpointSpec> checkpoints(Fields fields) {
    List<CheckpointSpec> checkpoints = new ArrayList<>();
    for (Mapping mapping : fields.maps("checkpoint")) {
      Fields point =
          new Fields(
              "a checkpoint", mapping, Set.of("path", "url", "frequency", "regex"), problems);
      Duration frequency = WorkflowParser.time(point, "frequency").orElse(Duration.ZERO);
      if (!point.has("frequency")) {
        point.error(point.where(), "A checkpoint has no frequency.", "");
      }
      String url = point.required("url");
      if (point.has("url") && !STORE.matcher(url).matches()) {
        point.error(
            point.where("url"),
            "The url " + url + " of a checkpoint is no place to store data.",
            "It begins with file://, s3://, gs://, swift://, tos:// or azure://.");
      }
      checkpoints.add(new CheckpointSpec(point.required("path"), url, frequency, regex(point)));
    }
    return checkpoints;
  }

  /** A token that no input will ever fill would reach the program as it stands. */
  private static void checkTokens(Fields fields, TaskSpec task) {
    Set<String> known = new HashSet<>();
    for (int i = 0; i < task.inputs().size(); i++) {
      known.add(String.valueOf(i));
      if (task.inputs().get(i) instanceof InputSpec.FromTask from) {
        known.add(from.task());
        known.add(from.workflow() + ":" + from.task());
      }
    }
    List<String> texts = new ArrayList<>(task.command());
    texts.addAll(task.args());
    texts.addAll(task.environment().values());
    task.files().forEach(file -> texts.add(file.contents()));
    for (String text : texts) {
      Matcher matcher = TOKEN.matcher(text);
      while (matcher.find()) {
        if (matcher.group(1).equals("input") && !known.contains(matcher.group(2))) {
          fields.warnHere(
              "The token "
                  + matcher.group()
                  + " of task "
                  + task.name()
                  + " names an input that it does not have, and stays as it is.",
              "Inputs are counted from 0, or named by their task.");
        }
      }
    }
  }
}
