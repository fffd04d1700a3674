package io.sesamo.engine.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page {@code docs/lifecycle.md}, drawn from the tables. */
final class LifecycleDocument {

  /** How the page is written anew. */
  static final String COMMAND =
      "./mvnw -q -pl engine -am test -Dtest=LifecycleDocumentTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Drenew=true";

  private LifecycleDocument() {}

  /** The whole page. */
  static String text() {
    List<String> lines = new ArrayList<>();
    lines.add("# The lifecycle");
    lines.add("");
    lines.add("Drawn from the tables in the code; a test fails when it is stale. Written anew by:");
    lines.add("");
    lines.add("    " + COMMAND);
    tasks(lines);
    groups(lines);
    workflows(lines);
    heading(lines, "The status of a group");
    rules(lines, "The first rule that holds for the tasks of the current attempt gives it.");
    Aggregation.GROUP_RULES.forEach(rule -> row(lines, List.of(rule.when(), rule.gives())));
    heading(lines, "The status of a workflow");
    rules(lines, "The first rule that holds for its groups gives it.");
    Aggregation.WORKFLOW_RULES.forEach(rule -> row(lines, List.of(rule.when(), rule.gives())));
    heading(lines, "Refusals");
    rules(lines, "What is refused changes nothing.", "refusal", "reason");
    for (Refusal refusal : Refusal.values()) {
      row(lines, List.of("*" + refusal + "*", refusal.sentence()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void tasks(List<String> lines) {
    heading(lines, "A task");
    lines.add("```mermaid");
    lines.add("stateDiagram-v2");
    lines.add("  [*] --> WAITING");
    edges().forEach((edge, words) -> lines.add("  " + edge + ": " + String.join(" / ", words)));
    lines.add("```");
    lines.add("");
    lines.add("What each signal does in each status; a refusal stands in italics.");
    lines.add("");
    table(lines, List.of(Signal.values()), Signal::words, TaskTransitions::of);
  }

  private static Map<String, Set<String>> edges() {
    Map<String, Set<String>> edges = new LinkedHashMap<>();
    for (TaskStatus status : TaskStatus.values()) {
      for (Signal signal : Signal.values()) {
        TaskTransitions.of(status, signal)
            .next()
            .filter(next -> next != status)
            .ifPresent(next ->
                edges
                    .computeIfAbsent(status + " --> " + next, key -> new LinkedHashSet<>())
                    .add(signal.words()));
      }
    }
    return edges;
  }

  private static void groups(List<String> lines) {
    heading(lines, "A group");
    lines.add("A group has an attempt and a message of its own; its status is computed.");
    lines.add("");
    table(lines, List.of(GroupSignal.values()), GroupSignal::words, GroupTransitions::of);
    lines.add("");
    row(lines, List.of("action", "what it does"));
    row(lines, List.of("---", "---"));
    for (GroupAction action : GroupAction.values()) {
      row(lines, List.of(action.name(), action.words()));
    }
  }

  private static void workflows(List<String> lines) {
    heading(lines, "A workflow");
    lines.add("A workflow notes of its own who cancelled it; its status is computed.");
    lines.add("");
    row(lines, List.of("event", "PENDING, RUNNING", "finished"));
    row(lines, List.of("---", "---", "---"));
    for (Event event : Events.oneOfEachKind()) {
      Set<String> alive = new LinkedHashSet<>();
      Set<String> over = new LinkedHashSet<>();
      for (WorkflowStatus status : WorkflowStatus.values()) {
        (status.finished() ? over : alive).add(cell(WorkflowTransitions.of(status, event)));
      }
      row(lines, List.of(Events.name(event), String.join(", ", alive), String.join(", ", over)));
    }
    lines.add("");
    row(lines, List.of("action", "what it does"));
    row(lines, List.of("---", "---"));
    for (WorkflowAction action : WorkflowAction.values()) {
      row(lines, List.of(action.name(), action.words()));
    }
  }

  /** A row for each signal, and a column for all statuses that answer every signal alike. */
  private static <S, T> void table(
      List<String> lines,
      List<S> signals,
      java.util.function.Function<S, String> words,
      BiFunction<TaskStatus, S, Answer<T>> of) {
    Map<List<String>, List<TaskStatus>> columns = new LinkedHashMap<>();
    for (TaskStatus status : TaskStatus.values()) {
      columns
          .computeIfAbsent(
              signals.stream().map(signal -> cell(of.apply(status, signal))).toList(),
              key -> new ArrayList<>())
          .add(status);
    }
    row(
        lines,
        Stream.concat(Stream.of("signal"), columns.values().stream().map(LifecycleDocument::title))
            .toList());
    row(lines, Stream.generate(() -> "---").limit(columns.size() + 1L).toList());
    for (int i = 0; i < signals.size(); i++) {
      int line = i;
      String first = signals.get(i) + ": " + words.apply(signals.get(i));
      row(
          lines,
          Stream.concat(Stream.of(first), columns.keySet().stream().map(cells -> cells.get(line)))
              .toList());
    }
  }

  private static String title(List<TaskStatus> statuses) {
    return statuses.size() > 3
        ? "finished"
        : statuses.stream().map(TaskStatus::name).collect(Collectors.joining(", "));
  }

  private static <T> String cell(Answer<T> answer) {
    return answer
        .next()
        .map(Object::toString)
        .orElseGet(() -> "*" + answer.refusal().orElseThrow() + "*");
  }

  private static void heading(List<String> lines, String words) {
    lines.add("");
    lines.add("## " + words);
    lines.add("");
  }

  private static void rules(List<String> lines, String words) {
    rules(lines, words, "when", "status");
  }

  private static void rules(List<String> lines, String words, String... titles) {
    lines.add(words);
    lines.add("");
    row(lines, List.of(titles));
    row(lines, Stream.of(titles).map(title -> "---").toList());
  }

  private static void row(List<String> lines, List<String> cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }
}
