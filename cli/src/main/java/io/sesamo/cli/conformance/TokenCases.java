package io.sesamo.cli.conformance;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.conformance.Corpus.Case;
import io.sesamo.cli.conformance.Score.Aspect;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.Tokens;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills the job-time tokens of specs in as OSMO does, and compares the tasks. */
final class TokenCases {

  private final List<String> differences;

  TokenCases(List<String> differences) {
    this.differences = differences;
  }

  Score compare(Corpus corpus) throws IOException {
    Score score = new Score();
    Json all = corpus.tokens();
    String namespace = all.get("namespace").text();
    for (Json one : all.get("cases").items()) {
      String name = "token case " + one.get("name").text();
      SpecResult result = SpecReader.read(SpecSource.of(name, one.get("spec").text()));
      note(score, name, difference(one, result, namespace));
    }
    for (Map.Entry<String, Json> entry : all.get("cookbook").members().entrySet()) {
      Case spec = corpus.spec(entry.getKey(), entry.getValue());
      // OSMO's own two ways in differ by the last line end of a file.
      Optional<String> once = difference(spec, "", namespace);
      boolean equal = once.isEmpty() || difference(spec, "\n", namespace).isEmpty();
      note(score, "tokens of " + entry.getKey(), equal ? Optional.empty() : once);
    }
    return score;
  }

  private static Optional<String> difference(Case spec, String end, String namespace)
      throws IOException {
    SpecSource source = spec.source().followedBy(end);
    SpecResult result = Conformance.readAsClient(spec, source, SpecReader.render(source));
    return difference(spec.answer(), result, namespace);
  }

  private void note(Score score, String name, Optional<String> difference) {
    score.count(Aspect.TOKENS, difference.isEmpty());
    difference.ifPresent(words -> differences.add(name + ": " + words));
  }

  /** Where OSMO fails when the task starts, a refusal before is as good. */
  private static Optional<String> difference(Json answer, SpecResult result, String namespace) {
    boolean fails = !answer.get("error").isNull();
    if (!(result instanceof SpecResult.Accepted accepted)) {
      return fails ? Optional.empty() : Optional.of(Conformance.reason(result));
    }
    if (fails) {
      return Optional.of("OSMO cannot start it: " + answer.get("error").text());
    }
    Map<String, Object> ours = new LinkedHashMap<>();
    for (GroupSpec group : accepted.spec().groups()) {
      for (TaskSpec task : group.tasks()) {
        Tokens tokens = tokens(answer, group, task, namespace);
        ours.put(task.name(), OsmoModel.task(tokens.fill(task)));
      }
    }
    return OsmoModel.difference("", ours, answer.get("tasks").value());
  }

  /** What stands for the tokens on OSMO's machines. */
  private static Tokens tokens(Json answer, GroupSpec group, TaskSpec task, String namespace) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("workflow_id", answer.get("workflow_id").text());
    values.put("output", "/osmo/data/output");
    for (int i = 0; i < task.inputs().size(); i++) {
      values.put("input:" + i, "/osmo/data/input/" + i);
      if (task.inputs().get(i) instanceof InputSpec.FromTask from) {
        values.put("input:" + from.task(), "/osmo/data/input/" + i);
      }
    }
    Json ids = answer.get("uuids");
    String domain = "osmo-" + ids.get(group.name()).text() + "." + namespace + ".svc.cluster.local";
    group
        .tasks()
        .forEach(other ->
            values.put("host:" + other.name(), ids.get(other.name()).text() + "." + domain));
    return new Tokens(values);
  }
}
