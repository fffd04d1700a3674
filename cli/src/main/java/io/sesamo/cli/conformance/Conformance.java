package io.sesamo.cli.conformance;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.conformance.Corpus.Case;
import io.sesamo.cli.conformance.Score.Aspect;
import io.sesamo.cli.problem.CliException;
import io.sesamo.model.Problem;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.Labels;
import io.sesamo.model.spec.LocalFiles;
import io.sesamo.model.spec.RenderResult;
import io.sesamo.model.spec.ResourceSpec;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.spec.Timeouts;
import io.sesamo.model.spec.WorkflowSpec;
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

  /** The corpus's service knew one pool, and one earlier workflow with a task that is done. */
  private static final String POOL = "default";

  private static final Set<String> PRIORITIES = Set.of("HIGH", "NORMAL", "LOW");
  private static final Set<String> TOPOLOGY = Set.of("zone", "rack", "gpu-clique");
  private static final String EARLIER = "earlier-1:train";

  /** Checks that look at a pool's nodes and credentials; a spec that gets so far is right. */
  private static final Set<String> LATER = Set.of("pool", "resources", "credentials");

  private final List<String> differences = new ArrayList<>();

  /**
   * What came out.
   *
   * @param titles of the columns
   * @param rows a part of the corpus each
   * @param differences one line each
   * @param asMeant whether every difference is a refusal on purpose
   */
  public record Result(
      List<String> titles, List<List<String>> rows, List<String> differences, boolean asMeant) {}

  /** Compares everything in a folder. */
  public static Result compare(Path folder) {
    Conformance conformance = new Conformance();
    try {
      return conformance.result(new Corpus(folder));
    } catch (IOException e) {
      throw CliException.wrong(folder + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private Result result(Corpus corpus) throws IOException {
    Map<String, Score> scores = new LinkedHashMap<>();
    scores.put("specs", part(corpus.specs(), false));
    scores.put("variants", part(corpus.variants(), false));
    scores.put("probes", part(corpus.probes(), true));
    scores.put("token cases", new TokenCases(differences).compare(corpus));
    List<List<String>> rows = new ArrayList<>();
    scores.forEach((name, score) -> {
      List<String> row = score.row(name);
      if (row.stream().skip(1).anyMatch(cell -> cell.contains("/"))) {
        rows.add(row);
      }
    });
    if (rows.isEmpty()) {
      throw CliException.wrong(
          corpus.folder()
              + " holds no answers: it has no folder expected, expected-variants or probes.");
    }
    return new Result(
        Score.titles(), rows, differences, scores.values().stream().allMatch(Score::asMeant));
  }

  private Score part(List<Case> cases, boolean probes) throws IOException {
    Score score = new Score();
    for (Case one : cases) {
      if (Files.exists(one.file())) {
        compare(score, probes, one);
      } else {
        differences.add(one.name() + " is not compared: there is no " + one.file());
      }
    }
    return score;
  }

  private void compare(Score score, boolean probe, Case one) throws IOException {
    SpecSource source = one.source();
    RenderResult rendered = SpecReader.render(source);
    Json answer = one.answer();
    SpecResult result = probe ? SpecReader.read(source) : readAsClient(one, source, rendered);
    Optional<String> outside = outside(one, result);
    boolean accepted = result instanceof SpecResult.Accepted && outside.isEmpty();
    boolean wanted =
        probe
            ? answer.get("spec_accept").isTrue()
            : answer.get("accept").isTrue() || LATER.contains(answer.get("stage").text());
    verdict(score, one, result, outside, accepted, wanted);
    if (!answer.get("template_output").isNull() && rendered instanceof RenderResult.Rendered text) {
      String output = answer.get("template_output").text();
      note(
          score, Aspect.TEMPLATE, one, Texts.equal(text.text(), output), "is rendered differently");
      if (!answer.get("rendered").isNull() && accepted) {
        Optional<String> other =
            Values.difference(text.text(), answer.get("rendered").text(), source.labels());
        note(score, Aspect.VALUES, one, other.isEmpty(), "has another value: " + other.orElse(""));
      }
    }
    if (accepted && wanted && result instanceof SpecResult.Accepted good) {
      compareModel(score, one, good.spec());
    }
  }

  private void verdict(
      Score score,
      Case one,
      SpecResult result,
      Optional<String> outside,
      boolean accepted,
      boolean wanted) {
    score.count(Aspect.VERDICT, accepted == wanted);
    if (accepted && !wanted) {
      score.acceptedOnlyHere();
      differences.add(
          one.name()
              + " is accepted only here; OSMO says "
              + firstLines(one.answer().get("error").text()));
    } else if (wanted && !accepted) {
      boolean onPurpose = onPurpose(result);
      if (onPurpose) {
        score.refusedOnPurpose();
      }
      differences.add(
          one.name()
              + (onPurpose ? " is refused on purpose: " : " is refused: ")
              + outside.orElseGet(() -> reason(result)));
    }
  }

  private static boolean onPurpose(SpecResult result) {
    return result instanceof SpecResult.Refused refused
        && refused.problems().stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .allMatch(Problem::deliberate);
  }

  /** OSMO's client puts local files in, and submits what is rendered already. */
  static SpecResult readAsClient(Case one, SpecSource source, RenderResult rendered) {
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
        new SpecSource(
            one.name(), guarded, List.of(), List.of(), source.environment(), source.labels()));
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
    for (String priority : one.options("--priority")) {
      if (!PRIORITIES.contains(priority)) {
        return Optional.of("there is no priority " + priority);
      }
    }
    for (String pool : one.options("--pool")) {
      if (!pool.equals(POOL)) {
        return Optional.of("there is no pool " + pool);
      }
    }
    if (result instanceof SpecResult.Accepted accepted) {
      Optional<String> key =
          accepted.spec().groups().stream()
              .flatMap(group -> group.tasks().stream())
              .flatMap(task -> task.resources().topology().stream())
              .map(ResourceSpec.Topology::key)
              .filter(name -> !TOPOLOGY.contains(name))
              .findFirst();
      if (key.isPresent()) {
        return Optional.of("the pool has no topology key " + key.get());
      }
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

  static String reason(SpecResult result) {
    return result instanceof SpecResult.Refused refused
        ? refused.problems().stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .map(Problem::toString)
            .findFirst()
            .orElse("")
        : "";
  }

  private static String firstLines(String text) {
    return text.lines().limit(3).reduce("", (all, line) -> (all + " " + line).strip());
  }

  private void note(Score score, Aspect aspect, Case one, boolean equal, String difference) {
    score.count(aspect, equal);
    if (!equal) {
      differences.add(one.name() + " " + difference);
    }
  }

  private void compareModel(Score score, Case one, WorkflowSpec spec) {
    Json answer = one.answer();
    if (!answer.get("graph").isNull()) {
      Map<String, Set<String>> graph = new TreeMap<>();
      spec.groups().forEach(group -> graph.put(group.name(), new TreeSet<>(group.upstream())));
      Map<String, Set<String>> wanted = new TreeMap<>();
      answer
          .get("graph")
          .members()
          .forEach((group, upstream) -> wanted.put(group, new TreeSet<>(upstream.texts())));
      note(score, Aspect.GRAPH, one, graph.equals(wanted), "has another graph");
    }
    Json timeouts = answer.get("effective_timeout");
    if (!timeouts.isNull()) {
      boolean same =
          seconds(spec.timeouts().exec()) == timeouts.get("exec_timeout").decimal()
              && seconds(spec.timeouts().queue()) == timeouts.get("queue_timeout").decimal();
      note(score, Aspect.TIMEOUT, one, same, "has other timeouts");
    }
    // OSMO's own two ways in differ by the last line end of a file.
    List<Optional<String>> found =
        List.of(answer.get("workflow"), answer.get("single_pass_workflow")).stream()
            .filter(model -> !model.isNull())
            .map(model -> OsmoModel.difference("", OsmoModel.workflow(spec), model.value()))
            .toList();
    if (!found.isEmpty()) {
      boolean same = found.stream().anyMatch(Optional::isEmpty);
      note(score, Aspect.MODEL, one, same, "has another model: " + found.getFirst().orElse(""));
    }
  }

  private static double seconds(Optional<Duration> time) {
    Duration given = time.filter(length -> !length.isZero()).orElse(Timeouts.LONGEST);
    return (given.compareTo(Timeouts.LONGEST) > 0 ? Timeouts.LONGEST : given).toNanos() / 1e9;
  }
}
