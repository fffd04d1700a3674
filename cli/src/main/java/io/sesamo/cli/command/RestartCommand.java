package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Runs a workflow again that has failed. */
public final class RestartCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "restart",
            "Runs a workflow again that has failed, as a new one; what had completed is kept where"
                + " the server can.",
            "sesamo restart grasp-7");
    spec.addPositional(Specs.parameter("ID", "1", "The workflow."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String id = Specs.parameter(arguments).orElse("");
    Session session = context.session();
    String pool = session.askOf(id, api -> api.workflow(id)).get("pool").text();
    Json answer =
        session.askOnce(
            api -> api.restart(pool, id), "`sesamo list` shows whether it was taken in.");
    SubmitCommand.print(context, answer.get("name").text(), answer.get("warnings").texts());
    return ExitCode.DONE;
  }
}
