package io.sesamo.cli.command.placement;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.PlacementApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Tells why groups are where they are, why not elsewhere, and when the others will start. */
public final class ExplainCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "explain",
            "Tells why each group of a workflow runs where it does, why not elsewhere, and what"
                + " those that wait are waiting for.",
            "sesamo explain           # the newest workflow",
            "sesamo explain world-1 train");
    spec.addPositional(
        Specs.parameter("ID GROUP", "0..*", "The workflow (the newest), and a group of it (all)."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> given = Specs.parameters(arguments);
    if (given.size() > 2) {
      throw CliException.wrong("'" + given.get(2) + "' is one word too many after a group.");
    }
    Session session = context.session();
    String id = session.idOrNewest(given.stream().findFirst());
    Optional<String> group = given.stream().skip(1).findFirst();
    Json answer = session.askOf(id, api -> new PlacementApi(api.http()).explain(id, group));
    if (context.json()) {
      context.printJson(answer);
      return ExitCode.DONE;
    }
    List<Line> lines = new ArrayList<>();
    for (Json one : answer.get("groups").items()) {
      lines.addAll(ExplanationView.lines(one));
      lines.add(Line.of(""));
    }
    context.terminal().print(lines);
    return ExitCode.DONE;
  }
}
