package io.sesamo.cli.view;

import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.client.Workflow.Group;
import io.sesamo.cli.client.Workflow.Task;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.cli.terminal.Wrapped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A workflow as a tree of its groups and tasks. */
public final class StatusTree {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private static final int COLUMNS = 80;
  private static final int GAP = 2;

  /** Beside less room than this nobody wants to read; remarks then stand below their row. */
  private static final int NARROWEST = 30;

  private static final int BELOW = 8;

  private StatusTree() {}

  /**
   * The lines to show.
   *
   * @param zone of the times
   */
  public static List<Line> of(Workflow workflow, Instant now, ZoneId zone) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line()
            .add(workflow.name(), Style.STRONG)
            .add("  ")
            .add(TaskLine.status(workflow.status().name())));
    lines.add(new Line().add(facts(workflow, now, zone), Style.FAINT));
    if (!workflow.message().isEmpty()) {
      workflow
          .message()
          .lines()
          .flatMap(line -> Wrapped.lines(line, COLUMNS).stream())
          .forEach(line -> lines.add(Line.of(line)));
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < workflow.groups().size(); i++) {
      boolean last = i == workflow.groups().size() - 1;
      group(rows, workflow.groups().get(i), last, now);
    }
    lines.addAll(lines(rows));
    return lines;
  }

  /** The rows, with remarks that go on below each other where a line would be too wide. */
  private static List<Line> lines(List<Row> rows) {
    Table table = new Table();
    rows.forEach(row -> table.row(row.name(), row.status(), row.time()));
    List<Line> cells = table.lines();
    int start = GAP + cells.stream().mapToInt(Line::width).max().orElse(0);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      String remark = rows.get(i).remark();
      Line line = cells.get(i);
      if (start + remark.length() <= COLUMNS) {
        lines.add(line.pad(start).add(remark));
      } else if (start + NARROWEST <= COLUMNS) {
        for (String words : Wrapped.lines(remark, COLUMNS - start)) {
          lines.add(line.pad(start).add(words));
          line = new Line();
        }
      } else {
        lines.add(line);
        Wrapped.lines(remark, COLUMNS - BELOW)
            .forEach(words -> lines.add(new Line().pad(BELOW).add(words)));
      }
    }
    return lines;
  }

  /** A row of the tree; its remark may be empty. */
  private record Row(Line name, Line status, Line time, String remark) {}

  private static String facts(Workflow workflow, Instant now, ZoneId zone) {
    String submitted =
        workflow.submitted().map(time -> "submitted " + TIME.format(time.atZone(zone))).orElse("");
    String user = workflow.user().isEmpty() ? "" : " by " + workflow.user();
    String pool = workflow.pool().isEmpty() ? "" : ", pool " + workflow.pool();
    String time =
        workflow
            .span()
            .start()
            .map(start -> Duration.between(start, workflow.span().end().orElse(now)))
            .map(ran -> ", ran " + Quantities.duration(ran))
            .orElse("");
    return submitted + user + pool + time;
  }

  private static void group(List<Row> rows, Group group, boolean last, Instant now) {
    String branch = last ? "└─ " : "├─ ";
    if (group.isBareTask()) {
      for (Task task : group.tasks()) {
        task(rows, branch, group, task, now);
      }
      return;
    }
    rows.add(
        new Row(
            Line.of(branch + group.name()),
            TaskLine.status(group.status().name()),
            TaskLine.time(group.span(), now),
            group.status().completed() ? "" : group.message()));
    String below = last ? "   " : "│  ";
    for (int i = 0; i < group.tasks().size(); i++) {
      String twig = i == group.tasks().size() - 1 ? "└─ " : "├─ ";
      task(rows, below + twig, group, group.tasks().get(i), now);
    }
  }

  private static void task(List<Row> rows, String branch, Group group, Task task, Instant now) {
    rows.add(
        new Row(
            Line.of(branch).add(TaskLine.name(task)),
            TaskLine.status(task.status().name()),
            TaskLine.time(task, now),
            TaskLine.remark(group, task)));
  }
}
