package io.sesamo.model.spec;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlNode.Mapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a task takes in and leaves: inputs, outputs, figures, files and checkpoints. */
final class DataParser {

  static final Set<String> INPUT = Set.of("task", "url", "regex");
  static final Set<String> OUTPUT = Set.of("url", "regex");
  static final Set<String> KPI = Set.of("index", "path");
  static final Set<String> FILE = Set.of("path", "contents", "base64", "localpath");
  static final Set<String> CHECKPOINT = Set.of("path", "url", "frequency", "regex");

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]*+={0,2}\\s*+");
  private static final Pattern STORE =
      Pattern.compile(
          "swift://[^/,;*]++(/[^/,;*]++){2,}+/*+|(s3|gs)://[^/,;*]+(/[^/,;*]+)*+/*"
              + "|(tos|azure)://[^/,;*]+(/[^/,;*]+)++/*|file:///[^,;*]*");

  /** In its ISO text, which it goes through on its way to a task, OSMO knows no years. */
  private static final Duration LONGEST_FREQUENCY = Duration.ofDays(364);

  private final List<Problem> problems;
  private final Map<String, Location> inputPlaces;

  /**
   * Data of the tasks of one workflow.
   *
   * @param inputPlaces receives where the inputs stand, by {@link Dependencies#key}
   */
  DataParser(List<Problem> problems, Map<String, Location> inputPlaces) {
    this.problems = problems;
    this.inputPlaces = inputPlaces;
  }

  List<InputSpec> inputs(Fields fields, String owner) {
    List<InputSpec> inputs = new ArrayList<>();
    for (Mapping mapping : fields.maps("inputs")) {
      Fields input = new Fields("an input", mapping, INPUT, problems);
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
                "The input '" + task.get() + "' names no task.",
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
    return regex(fields, fields.strictText("regex"));
  }

  private static String regex(Fields fields, Optional<String> given) {
    String regex = given.orElse("");
    try {
      PythonRegex.toJava(regex);
    } catch (IllegalArgumentException e) {
      fields.error(
          "regex", "The regular expression '" + regex + "' is not valid: " + e.getMessage() + ".");
    }
    return regex;
  }

  List<OutputSpec> outputs(Fields fields) {
    List<OutputSpec> outputs = new ArrayList<>();
    for (Mapping mapping : fields.maps("outputs")) {
      Fields output = new Fields("an output", mapping, OUTPUT, problems);
      outputs.add(
          new OutputSpec(
              output.strictText("url").orElseGet(() -> output.required("url")), regex(output)));
    }
    return outputs;
  }

  List<KpiSpec> kpis(Fields fields) {
    List<KpiSpec> kpis = new ArrayList<>();
    for (Mapping mapping : fields.maps("kpis")) {
      Fields kpi = new Fields("a kpi", mapping, KPI, problems);
      String path = kpi.required("path");
      if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
        kpi.warn("path", "The file '" + path + "' of a kpi is looked for in the output folder.");
      }
      kpis.add(new KpiSpec(kpi.required("index"), path));
    }
    return kpis;
  }

  List<FileSpec> files(Fields fields, String shown) {
    List<FileSpec> files = new ArrayList<>();
    Set<String> written = new HashSet<>();
    Set<Path> meant = new HashSet<>();
    for (Mapping mapping : fields.maps("files")) {
      Fields file = new Fields("a file of " + shown, mapping, FILE, problems);
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
        file.stricter("contents", "The contents of '" + path + "' are not base64.", "");
      }
      checkPath(file, path, written, meant);
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

  private static void checkPath(Fields file, String path, Set<String> written, Set<Path> meant) {
    if (path.indexOf('\0') >= 0) {
      return; // told already
    }
    List<String> parts = List.of(path.split("/+")).stream().filter(p -> !p.isEmpty()).toList();
    String output = "/osmo/data/output/";
    if (parts.isEmpty() || (parts.getFirst().equals("osmo") && !path.startsWith(output))) {
      file.error("path", "The path '" + path + "' is /osmo's, which belongs to the system.");
      return;
    }
    Path normal = Path.of("/" + path).normalize();
    if (path.endsWith("/")) {
      file.stricter("path", "The path '" + path + "' of a file must name a file.", "");
    } else if (normal.startsWith("/osmo") && !normal.startsWith("/osmo/data/output")) {
      String words = "The path '" + path + "' is below /osmo, which belongs to the system.";
      file.stricter("path", words, "");
    } else if (!path.startsWith("/")) {
      file.warn("path", "The path '" + path + "' of a file means '/" + path + "'.");
    }
    if (!written.add(path)) {
      file.error("path", "Two files have the path '" + path + "'.");
    } else if (!meant.add(normal)) {
      file.stricter("path", "Two files have the path '" + normal + "'.", "");
    }
  }

  List<CheckpointSpec> checkpoints(Fields fields) {
    List<CheckpointSpec> checkpoints = new ArrayList<>();
    for (Mapping mapping : fields.maps("checkpoint")) {
      Fields point = new Fields("a checkpoint", mapping, CHECKPOINT, problems);
      Duration frequency = Times.read(point, "frequency").orElse(Duration.ZERO);
      if (frequency.compareTo(LONGEST_FREQUENCY) > 0) {
        point.stricter("frequency", "A checkpoint is at least once a year.", "");
      }
      if (!point.has("frequency")) {
        point.error(point.where(), "A checkpoint has no frequency.", "");
      }
      String url = point.required("url");
      if (point.has("url") && !STORE.matcher(url).matches()) {
        point.error(
            point.where("url"),
            "The url '" + url + "' of a checkpoint is no place to store data.",
            "It begins with file://, s3://, gs://, swift://, tos:// or azure://.");
      }
      checkpoints.add(
          new CheckpointSpec(
              point.required("path"), url, frequency, regex(point, point.text("regex"))));
    }
    return checkpoints;
  }
}
