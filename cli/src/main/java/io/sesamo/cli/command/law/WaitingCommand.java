package io.sesamo.cli.command.law;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows what waits for a decision of people. */
final class WaitingCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.command(
        "waiting",
        "Shows the groups that wait for a decision of people: what forbids each, and which"
            + " clearances would answer it.",
        "sesamo law waiting");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Json answer = LawAnswers.ask(context, law -> law.waiting());
    if (context.json()) {
      LawAnswers.printJson(context, answer);
      return ExitCode.DONE;
    }
    List<Line> lines = new ArrayList<>();
    answer.get("waiting").items().forEach(group -> tell(group, lines));
    if (lines.isEmpty()) {
      lines.add(Line.of("Nothing waits for a decision."));
    }
    LawAnswers.print(context, lines);
    return ExitCode.DONE;
  }

  private static void tell(Json group, List<Line> lines) {
    lines.add(
        new Line()
            .add(group.get("workflow").text() + " " + group.get("group").text(), Style.STRONG)
            .add(
                "  of "
                    + group.get("user").text()
                    + ", since "
                    + group.get("since").text().replaceFirst("\\.[0-9]+", "")));
    for (Json place : group.get("places").items()) {
      String platform = place.get("pool").text() + "/" + place.get("platform").text();
      lines.add(Line.of("  " + platform + " " + place.get("reason").text()));
      for (Json answer : place.get("answers").items()) {
        lines.add(
            new Line()
                .add(
                    "    sesamo law clear --kind "
                        + answer.get("kind").text()
                        + " --rule "
                        + answer.get("rule").text()
                        + " …",
                    Style.FAINT));
      }
    }
  }
}
