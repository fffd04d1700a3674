package io.sesamo.cli.command.law;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Revokes a clearance. */
final class RevokeCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "revoke",
            "Ends a clearance before its last day; it stays on record. What runs under it is told,"
                + " and finishes or is stopped as the operator has said. Only for compliance.",
            "sesamo law revoke c-3 --why 'the licence was withdrawn'");
    spec.addPositional(Specs.parameter("ID", "1", "The clearance, as in c-3."));
    spec.addOption(Specs.text("TEXT", "Why, for those who read it later.", "--why"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String id = Specs.parameter(arguments).orElse("");
    String why =
        Specs.text(arguments, "--why")
            .orElseThrow(() -> CliException.wrong("Say why: --why TEXT."));
    Json answer =
        LawAnswers.askOnce(
            context,
            law -> law.revoke(id, why),
            "`sesamo law clearances --all` shows whether it was revoked.");
    if (context.json()) {
      LawAnswers.printJson(context, answer);
    } else {
      LawAnswers.print(
          context,
          List.of(Line.of("Revoked ").add(answer.get("id").text(), Style.STRONG).add(".")));
    }
    return ExitCode.DONE;
  }
}
