package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.command.Watch.Look;
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
    spec.addOption(
        Specs.flag(
            "Shows it again as it changes, until it has finished; the exit code is 1 when it"
                + " failed.",
            "-w",
            "--watch"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Session session = context.session();
    String id = session.idOrNewest(Specs.parameter(arguments));
    Look last =
        Watch.show(
            arguments, context, () -> look(session.askOf(id, api -> api.workflow(id)), context));
    boolean failed = Workflow.of(last.value()).status().failed();
    return failed && Specs.isSet(arguments, "--watch") ? ExitCode.WORKFLOW_FAILED : ExitCode.DONE;
  }

  private static Look look(Json json, Context context) {
    Workflow workflow = Workflow.of(json);
    return new Look(
        json, StatusTree.of(workflow, context.now(), context.zone()), workflow.status().finished());
  }
}
