package io.sesamo.cli.view;

import io.sesamo.cli.client.Workflow.Group;
import io.sesamo.cli.client.Workflow.Span;
import io.sesamo.cli.client.Workflow.Task;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import java.time.Duration;
import java.time.Instant;

/** The cells that tell of a task wherever one is shown. */
public final class TaskLine {

  private TaskLine() {}

  static Line name(Task task) {
    return task.attempt() == 0
        ? Line.of(task.name())
        : Line.of(task.name()).add(" retry-" + task.attempt(), Style.FAINT);
  }

  static Line status(String status) {
    return new Line().add(status, Style.ofStatus(status));
  }

  /** How long it ran, or how long it has been waiting. */
  static Line time(Task task, Instant now) {
    if (task.span().start().isPresent()) {
      return time(task.span(), now);
    }
    return task.status().finished()
        ? new Line()
        : task.waiting()
            .map(since -> Quantities.duration(Duration.between(since, now)))
            .map(time -> new Line().add(time, Style.FAINT))
            .orElseGet(Line::new);
  }

  static Line time(Span span, Instant now) {
    return span.start()
        .map(start -> Quantities.duration(Duration.between(start, span.end().orElse(now))))
        .map(Line::of)
        .orElseGet(Line::new);
  }

  /** What it does now, why it waits, or why it failed; one line. */
  public static String remark(Group group, Task task) {
    if (task.status().completed()) {
      return "";
    }
    String own = task.message();
    boolean groupKnows = own.isEmpty() && !task.status().finished();
    String exit =
        task.status().failed()
            ? task.exitCode()
                .filter(code -> code != 0 && !own.contains("exit code"))
                .map(code -> "exit code " + code)
                .orElse("")
            : "";
    String message = groupKnows ? group.message() : own;
    String joined = exit.isEmpty() || message.isEmpty() ? exit + message : exit + ": " + message;
    return joined.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
  }
}
