package io.sesamo.model.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fills in what is known only when a task runs: {@code {{output}}}, {@code {{input:0}}}, {@code
 * {{host:task}}}, {@code {{workflow_id}}}. Blanks inside the braces do no harm. A token without a
 * value stays as it is.
 *
 * <p>Each text of the task is filled in for itself, so that no value can change what the task is.
 */
public final class Tokens {

  private final Map<String, String> values;
  private final Pattern token;

  /**
   * Tokens with these values.
   *
   * @param values by what stands between the braces, such as {@code input:0}
   */
  public Tokens(Map<String, String> values) {
    this.values = Map.copyOf(values);
    this.token =
        Pattern.compile(
            "\\{\\{ *("
                + values.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"))
                + ") *\\}\\}");
  }

  /** The task with every text filled in; the contents of base64 files hold no tokens. */
  public TaskSpec fill(TaskSpec task) {
    return new TaskSpec(
        task.name(),
        fill(task.image()),
        fill(task.command()),
        fill(task.args()),
        task.inputs().stream().map(this::fill).toList(),
        task.outputs().stream()
            .map(output -> new OutputSpec(fill(output.url()), fill(output.regex())))
            .toList(),
        task.kpis().stream().map(kpi -> new KpiSpec(fill(kpi.index()), fill(kpi.path()))).toList(),
        task.lead(),
        fill(task.environment()),
        task.files().stream().map(this::fill).toList(),
        task.privileged(),
        task.hostNetwork(),
        fill(task.volumeMounts()),
        task.credentials().entrySet().stream()
            .collect(Collectors.toMap(use -> fill(use.getKey()), use -> fill(use.getValue()))),
        task.downloadType(),
        task.cacheSize(),
        task.exitActions(),
        task.checkpoints().stream().map(this::fill).toList(),
        task.resource(),
        task.resources(),
        task.sesamo());
  }

  /** A text with its tokens filled in. */
  public String fill(String text) {
    return values.isEmpty() || !text.contains("{{")
        ? text
        : token
            .matcher(text)
            .replaceAll(found ->
                Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  private List<String> fill(List<String> texts) {
    return texts.stream().map(this::fill).toList();
  }

  private Map<String, String> fill(Map<String, String> texts) {
    Map<String, String> filled = new LinkedHashMap<>();
    texts.forEach((name, value) -> filled.put(fill(name), fill(value)));
    return filled;
  }

  private InputSpec fill(InputSpec input) {
    return switch (input) {
      case InputSpec.FromTask from ->
          new InputSpec.FromTask(fill(from.workflow()), fill(from.task()), fill(from.regex()));
      case InputSpec.FromUrl from -> new InputSpec.FromUrl(fill(from.url()), fill(from.regex()));
    };
  }

  private FileSpec fill(FileSpec file) {
    String contents = file.base64() ? file.contents() : fill(file.contents());
    return new FileSpec(fill(file.path()), contents, file.base64());
  }

  private CheckpointSpec fill(CheckpointSpec point) {
    return new CheckpointSpec(
        fill(point.path()), fill(point.url()), point.frequency(), fill(point.regex()));
  }

  private CredentialUse fill(CredentialUse use) {
    return switch (use) {
      case CredentialUse.AsFolder folder -> new CredentialUse.AsFolder(fill(folder.path()));
      case CredentialUse.AsEnvironment variables ->
          new CredentialUse.AsEnvironment(fill(variables.keyByVariable()));
    };
  }
}
