package io.sesamo.cli.command;

import io.sesamo.cli.problem.ExitCode;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows a workflow after its templates, and checks nothing else. */
public final class RenderCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "render",
            "Shows a workflow's text after its templates. Needs no server.",
            "sesamo render train.yaml --set epochs=20");
    spec.addPositional(Specs.parameter("FILE", "1", "The workflow, a YAML file."));
    SubmitOptions.addVariables(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String file = Specs.parameter(arguments).orElse("");
    String text = SpecFile.render(file, SubmitOptions.settings(arguments));
    if (context.json()) {
      context.printJson(Map.of("text", text));
    } else {
      text.lines().forEach(context.terminal()::print);
    }
    return ExitCode.DONE;
  }
}
