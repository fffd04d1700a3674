package io.sesamo.cli.conformance;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.conformance.Corpus.Case;
import io.sesamo.cli.problem.CliException;
import io.sesamo.model.Problem;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.Labels;
import io.sesamo.model.spec.LocalFiles;
import io.sesamo.model.spec.RenderResult;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads every spec of a corpus and counts where the answer is that of NVIDIA OSMO. */
public final class Conformance {

  private static final Duration LONGEST = Duration.ofDays(60);

  /** The corpus's service knew one pool, and one earlier workflow with a task that is done. */
  private static final String POOL = "default";

  private static final String EARLIER = "earlier-1:train";

  private final Map<String, int[]> counts = new LinkedHashMap<>();
  private final List<String> differences = new ArrayList<>();

  /**
   * What came out.
   *
   * @param table one line a part of the corpus
   * @param differences one line each
   */
  public record Result(List<String> table, List<String> differences) {}

  /** Compares everything in a folder. */
  public static Result compare(Path folder) {
    Conformance conformance = new Conformance();
    Corpus corpus = new Corpus(folder);
    List<String> table = new ArrayList<>();
    try {
      List<Case> specs = corpus.specs();
      List<Case> variants = corpus.variants();
      List<Case> probes = corpus.probes();
      if (specs.size() + variants.size() + probes.size() == 0) {
        throw CliException.refused(
            folder + " holds no answers: it has no folder expected, expected-variants or probes.");
      }
      conformance.part("specs", specs, table);
      conformance.part("variants", variants, table);
      conformance.part("probes", probes, table);
    } catch (IOException e) {
      throw CliException.refused(folder + " cannot be read: " + e.getMessage() + ".");
    }
    return new Result(table, conformance.differences);
  }

  private void part(String name, List<Case> cases, List<String> table) throws IOException {
    counts.clear();
    int before = differences.size();
    for (Case one : cases) {
      if (Files.exists(one.file())) {
        compare(name.equals("probes"), one);
      }
    }
    counts.forEach((aspect, count) ->
        table.add("%-9s %-16s %3d of %3d equal".formatted(name, aspect, count[0], count[1])));
    List<String> here = differences.subList(before, differences.size());
    long stricter = here.stream().filter(line -> line.contains(" stricter: ")).count();
    long looser = here.stream().filter(line -> line.contains(" looser: ")).count();
    table.add("%-9s refused only here %d, accepted only here %d".formatted(name, stricter, looser));
  }

  private void compare(boolean probe, Case one) throws IOException {
    SpecSource source = one.source();
    RenderResult rendered = SpecReader.render(source);
    Json answer = one.answer();
    SpecResult result = probe ? SpecReader.read(source) : readAsClient(one, source, rendered);
    Optional<String> outside = outside(one, result);
    boolean accepted = result instanceof SpecResult.Accepted && outside.isEmpty();
    boolean wanted = answer.get(probe ? "spec_accept" : "accept").isTrue();
    boolean judgedLater =
        !probe && Set.of("resources", "credentials", "pool").contains(answer.get("stage").text());
    if (!judgedLater) {
      String why = outside.orElseGet(() -> reason(result));
      count(
          "verdict",
          accepted == wanted,
          one,
          accepted
              ? "looser: OSMO says " + firstLine(answer.get("error").text())
              : "stricter: " + why);
    }
    if (!answer.get("template_output").isNull() && rendered instanceof RenderResult.Rendered text) {
      String output = answer.get("template_output").text();
      count("template output", text.text().equals(output), one, "renders differently");
      if (!answer.get("rendered").isNull() && accepted) {
        count(
            "YAML values",
            values(text.text()).equals(values(answer.get("rendered").text())),
            one,
            "has other YAML values");
      }
    }
    if (accepted && wanted && result instanceof SpecResult.Accepted good) {
      compareModel(one, good.spec(), answer);
    }
  }

  /** OSMO's client puts local files in, and submits what is rendered already. */
  private static SpecResult readAsClient(Case one, SpecSource source, RenderResult rendered) {
    if (!(rendered instanceof RenderResult.Rendered text)) {
      return SpecReader.read(source);
    }
    List<Problem> problems = new ArrayList<>();
    Path folder = Optional.ofNullable(one.file().toAbsolutePath().getParent()).orElse(one.file());
    String whole = LocalFiles.inline(one.name(), text.text(), folder, problems);
    if (!problems.isEmpty()) {
      return new SpecResult.Refused(problems);
    }
    String guarded = LocalFiles.asTemplate(whole);
    return SpecReader.read(
        new SpecSource(one.name(), guarded, List.of(), List.of(), source.environment()));
  }

  /** What is wrong with what was submitted beside the file. */
  private static Optional<String> outside(Case one, SpecResult result) {
    for (String pair : one.options("--set-env")) {
      if (pair.indexOf('=') < 1) {
        return Optional.of("--set-env takes NAME=VALUE");
      }
    }
    for (String label : one.options("--label")) {
      Optional<String> wrong = Labels.problem(label);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    for (String pool : one.options("--pool")) {
      if (!pool.equals(POOL)) {
        return Optional.of("there is no pool " + pool);
      }
    }
    if (result instanceof SpecResult.Accepted accepted) {
      return accepted.spec().groups().stream()
          .flatMap(group -> group.tasks().stream())
          .flatMap(task -> task.inputs().stream())
          .filter(InputSpec.FromTask.class::isInstance)
          .map(input -> (InputSpec.FromTask) input)
          .filter(input -> !input.workflow().isEmpty())
          .map(input -> input.workflow() + ":" + input.task())
          .filter(name -> !name.equals(EARLIER))
          .findFirst()
          .map(name -> "the earlier task " + name + " is not done");
    }
    return Optional.empty();
  }

  private static String reason(SpecResult result) {
    return result instanceof SpecResult.Refused refused
        ? refused.problems().getFirst().toString()
        : "";
  }

  private static String firstLine(String text) {
    return text.lines().limit(3).reduce("", (all, line) -> (all + " " + line).strip());
  }

  private void count(String aspect, boolean equal, Case one, String difference) {
    int[] count = counts.computeIfAbsent(aspect, name -> new int[2]);
    count[1]++;
    if (equal) {
      count[0]++;
    } else {
      differences.add(one.name() + " " + difference);
    }
  }

  private static Object values(String yaml) {
    try {
      return values(YamlReader.read("text", 1, yaml, new ArrayList<>()));
    } catch (YamlException e) {
      return e.problem();
    }
  }

  private static Object values(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence sequence ->
          sequence.items().stream().map(Conformance::values).toList();
      case YamlNode.Mapping mapping -> {
        Map<String, Object> values = new TreeMap<>();
        mapping.entries().forEach((key, value) -> values.put(key, values(value)));
        yield values;
      }
    };
  }

  private void compareModel(Case one, WorkflowSpec spec, Json answer) {
    Map<String, Set<String>> graph = new TreeMap<>();
    spec.groups().forEach(group -> graph.put(group.name(), new TreeSet<>(group.upstream())));
    Map<String, Set<String>> wanted = new TreeMap<>();
    answer
        .get("graph")
        .members()
        .forEach((group, upstream) -> wanted.put(group, new TreeSet<>(upstream.texts())));
    if (!answer.get("graph").isNull()) {
      count("graph", graph.equals(wanted), one, "has another graph");
    }
    Json timeouts = answer.get("effective_timeout");
    if (!timeouts.isNull()) {
      boolean same =
          seconds(spec.timeouts().exec()) == timeouts.get("exec_timeout").number()
              && seconds(spec.timeouts().queue()) == timeouts.get("queue_timeout").number();
      count("timeouts", same, one, "has other timeouts");
    }
    String ours = spec.groups().stream().map(Conformance::shown).toList().toString();
    // OSMO's own two ways in differ by the last line end of a file.
    List<Json> wantedModels =
        List.of(answer.get("workflow"), answer.get("single_pass_workflow")).stream()
            .filter(model -> !model.isNull())
            .toList();
    if (!wantedModels.isEmpty()) {
      boolean same =
          wantedModels.stream()
              .map(model -> model.get("groups").items().stream().map(Conformance::shown).toList())
              .anyMatch(theirs -> theirs.toString().equals(ours));
      count("tasks", same, one, "has other tasks");
    }
  }

  private static long seconds(Optional<Duration> time) {
    Duration given = time.filter(length -> !length.isZero()).orElse(LONGEST);
    return (given.compareTo(LONGEST) > 0 ? LONGEST : given).toSeconds();
  }

  private static String shown(GroupSpec group) {
    StringBuilder out = new StringBuilder(group.name());
    out.append(group.barrier()).append(group.ignoreNonleadStatus());
    group
        .tasks()
        .forEach(task ->
            out.append('\n')
                .append(List.of(task.name(), task.image(), task.command(), task.args()))
                .append(new TreeMap<>(task.environment()))
                .append(task.lead())
                .append(task.privileged())
                .append(task.hostNetwork())
                .append(task.volumeMounts())
                .append(task.resource())
                .append(task.inputs().size())
                .append(task.outputs().size())
                .append(
                    task.files().stream()
                        .map(file -> file.path() + file.base64() + file.contents().stripTrailing())
                        .toList()));
    return out.toString();
  }

  private static String shown(Json group) {
    StringBuilder out = new StringBuilder(group.get("name").text());
    out.append(group.get("barrier").isTrue()).append(group.get("ignoreNonleadStatus").isTrue());
    for (Json task : group.get("tasks").items()) {
      Map<String, String> environment = new TreeMap<>();
      task.get("environment")
          .members()
          .forEach((name, value) -> environment.put(name, value.text()));
      out.append('\n')
          .append(
              List.of(
                  task.get("name").text(),
                  task.get("image").text(),
                  task.get("command").texts(),
                  task.get("args").texts()))
          .append(environment)
          .append(task.get("lead").isTrue())
          .append(task.get("privileged").isTrue())
          .append(task.get("hostNetwork").isTrue())
          .append(task.get("volumeMounts").texts())
          .append(task.get("resource").text())
          .append(task.get("inputs").items().size())
          .append(task.get("outputs").items().size())
          .append(
              task.get("files").items().stream()
                  .map(file ->
                      file.get("path").text()
                          + file.get("base64").isTrue()
                          + file.get("contents").text().stripTrailing())
                  .toList());
    }
    return out.toString();
  }
}
