package io.sesamo.cli.command;

import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Ends workflows. */
public final class CancelCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "cancel",
            "Ends workflows: tasks that run are asked to stop, the others never start.",
            "sesamo cancel hello-1 --message 'wrong data'");
    spec.addPositional(Specs.parameter("ID", "1..*", "The workflows."));
    spec.addOption(Specs.flag("Kills at once, without time to clean up.", "-f", "--force"));
    spec.addOption(Specs.text("TEXT", "Why; shown with the workflow.", "-m", "--message"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Session session = context.session();
    boolean force = Specs.isSet(arguments, "--force");
    String message = Specs.text(arguments, "--message").orElse("");
    List<String> cancelled = new ArrayList<>();
    List<CliException> problems = new ArrayList<>();
    for (String id : Specs.parameters(arguments)) {
      try {
        session.askOf(
            id,
            api -> {
              api.cancel(id, force, message);
              return id;
            });
        cancelled.add(id);
      } catch (CliException refused) {
        problems.add(refused);
      }
    }
    if (!context.json()) {
      cancelled.forEach(id -> context.terminal().print("Cancelling " + id));
    }
    if (!problems.isEmpty()) {
      throw problems.size() == 1
          ? problems.getFirst()
          : CliException.all("Some workflows could not be cancelled.", problems);
    }
    if (context.json()) {
      context.printJson(Map.of("cancelled", cancelled));
    }
    return ExitCode.DONE;
  }
}
