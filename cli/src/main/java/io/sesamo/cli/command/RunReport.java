package io.sesamo.cli.command;

import io.sesamo.cli.client.Api.LineQuery;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.TaskOutput;
import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.client.Workflow.Group;
import io.sesamo.cli.client.Workflow.Task;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.cli.terminal.Terminal;
import io.sesamo.cli.view.TaskLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a person wants to know when a workflow has ended: why it failed, or where its results lie.
 */
final class RunReport {

  private static final int LOG_LINES = 10;
  private static final int MOST_REPORTS = 3;

  private final Context context;
  private final Session session;

  RunReport(Context context, Session session) {
    this.context = context;
    this.session = session;
  }

  void print(Workflow workflow) {
    Terminal terminal = context.terminal();
    for (Group group : workflow.groups()) {
      for (Task task : group.latest()) {
        // Those that failed only because another did tell nothing new.
        if (task.status().failed() && !task.status().name().equals("FAILED_UPSTREAM")) {
          failure(workflow, group, task);
        }
      }
    }
    List<TaskOutput> outputs = TaskOutput.listOf(outputs(workflow));
    keyFigures(outputs);
    results(outputs);
    String time =
        workflow
            .submitted()
            .flatMap(from -> workflow.span().end().map(to -> Duration.between(from, to)))
            .map(ran -> " in " + Quantities.duration(ran))
            .orElse("");
    String status = workflow.status().name();
    terminal.print(
        new Line()
            .add(workflow.name(), Style.STRONG)
            .add(" ")
            .add(status, Style.ofStatus(status))
            .add(time));
    if (outputs.stream().anyMatch(output -> output.files() > 0)) {
      terminal.print(
          new Line()
              .add("Copies: sesamo outputs " + workflow.name() + " --to FOLDER", Style.FAINT));
    }
    if (!workflow.status().completed()) {
      terminal.print("All that was written: sesamo logs " + workflow.name());
    }
  }

  private Json outputs(Workflow workflow) {
    return session.ask(api -> api.outputs(workflow.name()));
  }

  private void failure(Workflow workflow, Group group, Task task) {
    Terminal terminal = context.terminal();
    String remark = TaskLine.remark(group, task);
    terminal.print(
        Line.of("")
            .add(task.name(), Style.STRONG)
            .add(" ")
            .add(task.status().name(), Style.BAD)
            .add(remark.isEmpty() ? "" : ": " + remark));
    if (task.span().start().isEmpty()) {
      return;
    }
    LineQuery query =
        new LineQuery(
            Optional.of(task.name()),
            OptionalInt.of(task.attempt()),
            OptionalInt.of(LOG_LINES),
            false,
            false);
    List<String> lines = new ArrayList<>();
    session.ask(api -> {
      lines.clear();
      api.logs(workflow.name(), query, lines::add);
      return lines;
    });
    lines.forEach(line -> terminal.print(Line.of("  " + line)));
  }

  private void keyFigures(List<TaskOutput> outputs) {
    for (TaskOutput output : outputs) {
      if (!output.keyFigures().isEmpty()) {
        context
            .terminal()
            .print(
                new Line()
                    .add(output.task(), Style.STRONG)
                    .add(": " + String.join(", ", output.keyFigures())));
      }
    }
  }

  private void results(List<TaskOutput> outputs) {
    Table table = new Table();
    for (TaskOutput output : outputs) {
      for (String report : reports(output)) {
        table.row(Line.of("Report"), new Line().add(report, Style.STRONG));
      }
    }
    for (TaskOutput output : outputs) {
      if (output.files() > 0) {
        String size =
            Quantities.count(output.files(), "file", "files")
                + ", "
                + Quantities.bytes(output.bytes());
        table.row(
            Line.of("Output of " + output.task()),
            Line.of(output.path().map(path -> path + " (" + size + ")").orElse(size)));
      }
    }
    context.terminal().print(table.lines());
  }

  /** Pages to open in a browser, the one named "report" first. */
  private static List<String> reports(TaskOutput output) {
    if (output.path().isEmpty()) {
      return List.of();
    }
    // The readable path is a link to the folder; links within the folder are not followed.
    Path link = Path.of(output.path().get());
    try {
      Path folder = link.toRealPath();
      try (Stream<Path> files = Files.walk(folder, 3)) {
        return files
            .map(file -> link.resolve(folder.relativize(file)).toString())
            .filter(name -> name.endsWith(".html"))
            .sorted(
                Comparator.<String, Boolean>comparing(name -> !name.endsWith("report.html"))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MOST_REPORTS)
            .toList();
      }
    } catch (IOException gone) {
      return List.of();
    }
  }
}
