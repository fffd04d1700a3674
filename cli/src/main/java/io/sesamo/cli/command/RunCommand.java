package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.command.SubmitOptions.Submitted;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Interrupts;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Hands a workflow in and follows it to its end. */
public final class RunCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "run",
            "Runs a workflow and shows how it goes. Ctrl-C asks whether to cancel it.",
            "sesamo run examples/hello.yaml",
            "sesamo run train.yaml --set epochs=20 --priority high");
    SubmitOptions.addTo(spec);
    SubmitOptions.addFleetTo(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Session session = context.session();
    Submitted submitted = SubmitOptions.submit(arguments, session);
    Interrupts interrupts = Interrupts.caught();
    submitted.warnings().forEach(context.terminal()::remark);
    String id = submitted.name();
    if (!context.json() && !context.terminal().interactive()) {
      context.terminal().print("Submitted " + id);
    }
    Optional<Json> end = new Follower(context, session, id, interrupts).follow();
    if (end.isEmpty()) {
      return leftRunning(id, context);
    }
    Workflow workflow = Workflow.of(end.get());
    if (context.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("name", id);
      answer.put("status", workflow.status().name());
      context.printJson(answer);
    } else {
      new RunReport(context, session).print(workflow);
    }
    return workflow.status().completed() ? ExitCode.DONE : ExitCode.WORKFLOW_FAILED;
  }

  private static ExitCode leftRunning(String id, Context context) {
    if (context.json()) {
      context.printJson(Map.of("name", id, "status", "RUNNING"));
      return ExitCode.INTERRUPTED;
    }
    context.terminal().print(new Line().add(id, Style.STRONG).add(" goes on without you."));
    context.terminal().print(Line.of("  sesamo status " + id + "    how far it is"));
    context.terminal().print(Line.of("  sesamo logs -f " + id + "   what its tasks write"));
    context.terminal().print(Line.of("  sesamo cancel " + id + "    ends it"));
    return ExitCode.INTERRUPTED;
  }
}
