package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.view.StatusTree;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows how far a workflow is. */
public final class StatusCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "status",
            "Shows a workflow's groups and tasks, how far they are and why they wait.",
            "sesamo status            # the newest workflow",
            "sesamo status hello-1");
    spec.addPositional(Specs.parameter("ID", "0..1", "The workflow (the newest)."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Json workflow = context.session().workflow(Specs.parameter(arguments));
    if (context.json()) {
      context.printJson(workflow);
    } else {
      context.terminal().print(StatusTree.of(Workflow.of(workflow), context.now(), context.zone()));
    }
    return ExitCode.DONE;
  }
}
