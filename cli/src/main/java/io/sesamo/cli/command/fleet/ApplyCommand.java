package io.sesamo.cli.command.fleet;

import io.sesamo.cli.client.FleetApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Wrapped;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Gives a fleet's file to the server. */
final class ApplyCommand implements Command {

  private static final int COLUMNS = 80;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "apply",
            "Checks a fleet's file and gives it to the server, in the place of the fleet that it"
                + " has. It must leave as it is where work is under way.",
            "sesamo fleet apply examples/fleets/world.yaml");
    spec.addPositional(Specs.parameter("FILE", "1", "The fleet's file."));
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    FleetInput input = FleetInput.read(name, CatalogFiles.read(arguments, context));
    Json answer =
        context
            .session()
            .ask(
                api -> new FleetApi(api.http()).apply(name, input.text()),
                "The server refuses the fleet.");
    if (context.json()) {
      context.printJson(answer);
      return ExitCode.DONE;
    }
    answer.get("warnings").texts().forEach(context.terminal()::remark);
    context
        .terminal()
        .print(
            new Line()
                .add("Applied ", Style.GOOD)
                .add(name + ", version " + answer.get("version").text() + "."));
    List<String> drained = answer.get("drained").texts();
    if (!drained.isEmpty()) {
      Wrapped.lines("Still drained: " + String.join(", ", drained) + ".", COLUMNS)
          .forEach(line -> context.terminal().print(Line.of(line)));
    }
    context.terminal().print(FleetSize.of(input.fleet()).lines());
    return ExitCode.DONE;
  }
}
