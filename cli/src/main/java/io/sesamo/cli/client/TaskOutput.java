package io.sesamo.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a task has stored.
 *
 * @param manifest names its content
 * @param collected whether it was given up: its files are gone
 * @param path folder with its files; nobody may write there
 * @param keyFigures such as {@code success rate 98 %}
 */
public record TaskOutput(
    String task,
    int attempt,
    String manifest,
    boolean collected,
    long files,
    long bytes,
    Optional<String> path,
    List<String> keyFigures) {

  public TaskOutput {
    keyFigures = List.copyOf(keyFigures);
  }

  /** Reads the server's list, in file order. */
  public static List<TaskOutput> listOf(Json answer) {
    return answer.get("tasks").items().stream().map(TaskOutput::of).toList();
  }

  private static TaskOutput of(Json json) {
    return new TaskOutput(
        json.get("task").text(),
        (int) json.get("attempt").number(),
        json.get("manifest").text(),
        json.get("collected").isTrue(),
        json.get("files").number(),
        json.get("bytes").number(),
        Optional.of(json.get("path").text()).filter(path -> !path.isEmpty()),
        keyFigures(json.get("kpis")));
  }

  private static List<String> keyFigures(Json kpis) {
    List<String> figures = new ArrayList<>();
    for (Map.Entry<String, Json> kpi : kpis.members().entrySet()) {
      figures.add(kpi.getKey().replace('_', ' ') + " " + kpi.getValue().text());
    }
    return figures;
  }
}
