package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import io.sesamo.model.spec.FileSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.TaskSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fills the tokens of a spec that only the backend knows: {@code {{output}}}, {@code {{input:N}}},
 * {@code {{input:task}}}, {@code {{host:task}}}, {@code {{workflow_id}}}. Others stay as they are.
 * All tasks of a launch run on this machine and meet at its own address.
 */
final class JobTokens {

  private static final Pattern TOKEN = Pattern.compile("\\{\\{ *([a-z_]+(?::[^}]+?)?) *\\}\\}");

  private JobTokens() {}

  static TaskSpec fill(TaskSpec spec, Launch launch, Places places) throws StartFailure {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("workflow_id", launch.workflow());
    values.put("output", places.output());
    for (int index = spec.inputs().size() - 1; index >= 0; index--) {
      String place = places.input().apply(index);
      values.put("input:" + index, place);
      if (spec.inputs().get(index) instanceof InputSpec.FromTask from) {
        values.put("input:" + from.task(), place);
      }
    }
    launch.tasks().forEach(task -> values.put("host:" + task.name(), "127.0.0.1"));
    try {
      return filled(spec, values);
    } catch (IllegalArgumentException unknown) {
      throw new StartFailure(ExitCodes.PREPARATION_FAILED, String.valueOf(unknown.getMessage()));
    }
  }

  private static TaskSpec filled(TaskSpec spec, Map<String, String> values) {
    return new TaskSpec(
        spec.name(),
        spec.image(),
        spec.command().stream().map(word -> fill(word, values)).toList(),
        spec.args().stream().map(word -> fill(word, values)).toList(),
        spec.inputs(),
        spec.outputs(),
        spec.kpis(),
        spec.lead(),
        spec.environment().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> fill(entry.getValue(), values))),
        spec.files().stream()
            .map(file ->
                file.base64()
                    ? file
                    : new FileSpec(fill(file.path(), values), fill(file.contents(), values), false))
            .toList(),
        spec.privileged(),
        spec.hostNetwork(),
        spec.volumeMounts(),
        spec.credentials(),
        spec.exitActions(),
        spec.checkpoints(),
        spec.resource(),
        spec.resources());
  }

  private static String fill(String text, Map<String, String> values) {
    return TOKEN
        .matcher(text)
        .replaceAll(found -> {
          String value = values.get(found.group(1));
          if (value == null && found.group(1).matches("(input|host):.*")) {
            throw new IllegalArgumentException(found.group() + " names nothing of this task");
          }
          return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
  }
}
