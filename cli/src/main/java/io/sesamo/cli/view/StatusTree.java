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
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A workflow as a tree of its groups and tasks. */
public final class StatusTree {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

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
      workflow.message().lines().forEach(line -> lines.add(Line.of(line)));
    }
    Table table = new Table();
    for (int i = 0; i < workflow.groups().size(); i++) {
      boolean last = i == workflow.groups().size() - 1;
      group(table, workflow.groups().get(i), last, now);
    }
    lines.addAll(table.lines());
    return lines;
  }

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

  private static void group(Table table, Group group, boolean last, Instant now) {
    String branch = last ? "└─ " : "├─ ";
    if (group.isBareTask()) {
      for (Task task : group.tasks()) {
        task(table, branch, group, task, now);
      }
      return;
    }
    table.row(
        Line.of(branch + group.name()),
        TaskLine.status(group.status().name()),
        TaskLine.time(group.span(), now),
        Line.of(group.status().completed() ? "" : group.message()));
    String below = last ? "   " : "│  ";
    for (int i = 0; i < group.tasks().size(); i++) {
      String twig = i == group.tasks().size() - 1 ? "└─ " : "├─ ";
      task(table, below + twig, group, group.tasks().get(i), now);
    }
  }

  private static void task(Table table, String branch, Group group, Task task, Instant now) {
    table.row(
        Line.of(branch).add(TaskLine.name(task)),
        TaskLine.status(task.status().name()),
        TaskLine.time(task, now),
        Line.of(TaskLine.remark(group, task)));
  }
}
