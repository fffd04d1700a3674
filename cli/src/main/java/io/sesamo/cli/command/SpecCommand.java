package io.sesamo.cli.command;

import io.sesamo.cli.problem.ExitCode;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the spec of a workflow. */
public final class SpecCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "spec",
            "Shows a workflow's spec as it runs: templates filled in, defaults added.",
            "sesamo spec hello-1 > again.yaml");
    spec.addPositional(Specs.parameter("ID", "0..1", "The workflow (the newest)."));
    spec.addOption(Specs.flag("As its author wrote it.", "--template"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Session session = context.session();
    String id = session.idOrNewest(Specs.parameter(arguments));
    String spec = session.askOf(id, api -> api.spec(id, Specs.isSet(arguments, "--template")));
    if (context.json()) {
      context.printJson(Map.of("name", id, "spec", spec));
    } else {
      spec.lines().forEach(context.terminal()::print);
    }
    return ExitCode.DONE;
  }
}
