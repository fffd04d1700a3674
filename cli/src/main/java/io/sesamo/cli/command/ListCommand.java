package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.command.Watch.Look;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists workflows, newest first. */
public final class ListCommand implements Command {

  private static final int LIMIT = 20;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "list",
            "Lists workflows, newest first.",
            "sesamo list --status running --status failed");
    spec.addOption(Specs.flag("Those of everyone, not only yours.", "--all-users"));
    spec.addOption(
        Specs.texts(
            "STATUS",
            "Only those in this status (PENDING, RUNNING, COMPLETED, FAILED ...).",
            "--status"));
    spec.addOption(Specs.texts("TAG", "Only those with this tag, or another one named.", "--tag"));
    spec.addOption(Specs.number("N", "At most so many, 1 to 1000 (20).", "--limit"));
    spec.addOption(Specs.text("TEXT", "Only those with this in their id.", "--name"));
    spec.addOption(Watch.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    int limit = Specs.number(arguments, "--limit").orElse(LIMIT);
    if (limit < 1 || limit > 1000) {
      throw CliException.wrong("--limit is 1 to 1000, not " + limit + ".");
    }
    List<String> statuses =
        Specs.texts(arguments, "--status").stream()
            .flatMap(words -> Stream.of(words.split(",", -1)))
            .map(ListCommand::status)
            .toList();
    boolean all = Specs.isSet(arguments, "--all-users");
    List<String> tags = Specs.texts(arguments, "--tag");
    String name = Specs.text(arguments, "--name").orElse("");
    Session session = context.session();
    Watch.show(
        arguments,
        context,
        () -> look(session.ask(api -> api.list(all, statuses, tags, name, limit)), context));
    return ExitCode.DONE;
  }

  private static String status(String word) {
    String wanted = word.strip().toUpperCase(Locale.ROOT);
    List<String> known = Stream.of(WorkflowStatus.values()).map(WorkflowStatus::name).toList();
    if (!known.contains(wanted)) {
      throw CliException.wrong(
          "There is no status '" + word + "'. There are " + String.join(", ", known) + ".");
    }
    return wanted;
  }

  private static Look look(Json answer, Context context) {
    Map<String, Json> value = Map.of("workflows", answer.get("workflows"));
    return new Look(new Json(value), lines(answer, context), false);
  }

  private static List<Line> lines(Json answer, Context context) {
    List<Workflow> workflows = answer.get("workflows").items().stream().map(Workflow::of).toList();
    if (workflows.isEmpty()) {
      return List.of(Line.of("There are no workflows to show."));
    }
    Table table = new Table().titles("WORKFLOW", "STATUS", "SUBMITTED", "RAN", "USER");
    for (Workflow workflow : workflows) {
      table.row(
          Line.of(workflow.name()),
          new Line().add(workflow.status().name(), Style.ofStatus(workflow.status().name())),
          Line.of(
              workflow
                  .submitted()
                  .map(time -> TIME.format(time.atZone(context.zone())))
                  .orElse("")),
          Line.of(ran(workflow, context)),
          Line.of(workflow.user()));
    }
    return table.lines();
  }

  private static String ran(Workflow workflow, Context context) {
    return workflow
        .span()
        .start()
        .map(start -> Duration.between(start, workflow.span().end().orElse(context.now())))
        .map(Quantities::duration)
        .orElse("");
  }
}
