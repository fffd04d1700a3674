package io.sesamo.cli.command.fleet;

import io.sesamo.cli.client.FleetApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes a part of the server's fleet out of use. */
final class DrainCommand implements Command {

  static final String NAME = "A site, a pool, or a node as in pool/node.";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "drain",
            "Takes a site, a pool or a node out of use: nothing is placed there any more, and what"
                + " runs there moves elsewhere, as the law allows.",
            "sesamo fleet drain paris --reason 'new switches'",
            "sesamo fleet drain paris/h100-0003");
    spec.addPositional(Specs.parameter("NAME", "1", NAME));
    spec.addOption(Specs.text("TEXT", "Why, for those who ask later.", "--reason"));
    return spec;
  }

  static String name(ParseResult arguments) {
    return Specs.parameter(arguments)
        .filter(name -> !name.isBlank())
        .orElseThrow(() ->
            CliException.wrong(
                "Name what is meant: a site, a pool, or a node as in pool/node."
                    + " sesamo fleet show lists them."));
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = name(arguments);
    String reason = Specs.text(arguments, "--reason").orElse("");
    Json answer = context.session().ask(api -> new FleetApi(api.http()).drain(name, reason));
    if (context.json()) {
      context.printJson(answer);
      return ExitCode.DONE;
    }
    long moved = answer.get("groupsMoved").number();
    long staying = answer.get("groupsStaying").number();
    String rest = moved + staying == 0 ? " Nothing ran there." : "";
    if (moved > 0) {
      rest += " " + Quantities.count(moved, "group moves", "groups move") + " elsewhere.";
    }
    context.terminal().print(new Line().add("Drained ").add(name, Style.STRONG).add("." + rest));
    if (staying > 0) {
      context.terminal().print(Line.of(staying(staying, answer.get("movesPerHour").number())));
    }
    return ExitCode.DONE;
  }

  private static String staying(long groups, long moves) {
    return Quantities.count(groups, "group stays", "groups stay")
        + " for now: "
        + (groups == 1 ? "it was" : "they were")
        + " moved "
        + Quantities.count(moves, "time", "times")
        + " within the hour.";
  }
}
