package io.sesamo.cli.command;

import io.sesamo.cli.command.SubmitOptions.Submitted;
import io.sesamo.cli.conformance.Conformance;
import io.sesamo.cli.graph.Layers;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
    SubmitOptions.addTo(spec, "0..1");
    spec.addOption(
        Specs.text(
            "DIR",
            "Instead of a file: reads all specs of a folder and compares them with the"
                + " answers of NVIDIA OSMO in it.",
            "--conformance"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Optional<String> corpus = Specs.text(arguments, "--conformance");
    if (corpus.isPresent()) {
      return compare(Path.of(corpus.get()), context);
    }
    if (Specs.parameter(arguments).isEmpty()) {
      throw CliException.refused("Name the workflow's file: sesamo validate FILE");
    }
    Submitted checked = SubmitOptions.submit(arguments, context.session(), true);
    if (context.json()) {
      context.printJson(Map.of("valid", true, "warnings", checked.warnings()));
      return ExitCode.DONE;
    }
    checked.warnings().forEach(context.terminal()::remark);
    String file = Specs.parameter(arguments).orElse("");
    String holds = Layers.of(checked.spec()).summary();
    context.terminal().print(Line.of(file + " can be run: " + holds + "."));
    return ExitCode.DONE;
  }

  private static ExitCode compare(Path folder, Context context) {
    Conformance.Result result = Conformance.compare(folder);
    if (context.json()) {
      context.printJson(Map.of("table", result.table(), "differences", result.differences()));
      return ExitCode.DONE;
    }
    result.differences().forEach(context.terminal()::print);
    result.table().forEach(context.terminal()::print);
    return ExitCode.DONE;
  }
}
