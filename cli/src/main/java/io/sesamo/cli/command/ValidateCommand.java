package io.sesamo.cli.command;

import io.sesamo.cli.command.SubmitOptions.Submitted;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Checks a workflow, and that the pool could run it. */
public final class ValidateCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "validate",
            "Checks a workflow as `submit` would, and runs nothing.",
            "sesamo validate train.yaml --set epochs=20");
    SubmitOptions.addTo(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Submitted checked = SubmitOptions.submit(arguments, context.session(), true);
    if (context.json()) {
      context.printJson(Map.of("valid", true, "warnings", checked.warnings()));
      return ExitCode.DONE;
    }
    checked.warnings().forEach(context.terminal()::remark);
    String file = Specs.parameter(arguments).orElse("");
    context.terminal().print(Line.of(file + " can be run."));
    return ExitCode.DONE;
  }
}
