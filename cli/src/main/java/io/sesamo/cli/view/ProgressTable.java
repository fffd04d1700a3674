package io.sesamo.cli.view;

import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.client.Workflow.Group;
import io.sesamo.cli.client.Workflow.Task;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a person sees while a workflow runs: one line for each task, with what it does now. */
public final class ProgressTable {

  private ProgressTable() {}

  /**
   * The lines to show.
   *
   * @param rows at most so many; tasks that still go on come first then
   */
  public static List<Line> of(Workflow workflow, Instant now, int rows) {
    List<Line> lines = new ArrayList<>();
    String elapsed =
        workflow
            .submitted()
            .map(since -> Duration.between(since, workflow.span().end().orElse(now)))
            .map(Quantities::duration)
            .orElse("");
    lines.add(
        new Line()
            .add(workflow.name(), Style.STRONG)
            .add("  ")
            .add(TaskLine.status(workflow.status().name()))
            .add("  " + elapsed));
    List<Row> shown = chosen(rows(workflow), Math.max(1, rows - 2));
    Table table = new Table();
    for (Row row : shown) {
      table.row(
          Line.of("  ")
              .add(row.group().isBareTask() ? "" : row.group().name() + " / ", Style.FAINT)
              .add(TaskLine.name(row.task())),
          TaskLine.status(row.task().status().name()),
          TaskLine.time(row.task(), now),
          Line.of(TaskLine.remark(row.group(), row.task())));
    }
    lines.addAll(table.lines());
    int hidden = rows(workflow).size() - shown.size();
    if (hidden > 0) {
      String more = "  and " + Quantities.count(hidden, "more task", "more tasks");
      lines.add(new Line().add(more, Style.FAINT));
    }
    return lines;
  }

  private record Row(Group group, Task task) {}

  private static List<Row> rows(Workflow workflow) {
    List<Row> rows = new ArrayList<>();
    for (Group group : workflow.groups()) {
      group.latest().forEach(task -> rows.add(new Row(group, task)));
    }
    return rows;
  }

  /** All when they fit; else those that go on or failed before those that wait or are done. */
  private static List<Row> chosen(List<Row> rows, int most) {
    if (rows.size() <= most) {
      return rows;
    }
    List<Row> chosen = new ArrayList<>(rows);
    chosen.sort((a, b) -> Integer.compare(rank(a.task()), rank(b.task())));
    List<Row> kept = chosen.subList(0, most);
    return rows.stream().filter(kept::contains).toList();
  }

  private static int rank(Task task) {
    if (task.status().completed() || task.status().name().equals("FAILED_UPSTREAM")) {
      return 2;
    }
    return task.status().name().equals("WAITING") ? 1 : 0;
  }
}
