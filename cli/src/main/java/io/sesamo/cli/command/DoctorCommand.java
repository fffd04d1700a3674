package io.sesamo.cli.command;

import io.sesamo.cli.doctor.Examination;
import io.sesamo.cli.doctor.Finding;
import io.sesamo.cli.doctor.Finding.State;
import io.sesamo.cli.doctor.Findings;
import io.sesamo.cli.problem.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Tells what this machine has and what is missing. */
public final class DoctorCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.offline(
        "doctor",
        "Tells what this machine has for Sesamo, what each thing is for, and how to get what is"
            + " missing.",
        "sesamo doctor");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<Finding> findings =
        new Examination(context.home().folder(), context.environment()).findings();
    boolean ready = findings.stream().noneMatch(finding -> finding.state() == State.ESSENTIAL);
    if (context.json()) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("ready", ready);
      members.put("findings", findings.stream().map(DoctorCommand::members).toList());
      context.printJson(members);
    } else {
      context.terminal().print(Findings.lines(findings));
      context
          .terminal()
          .print(
              ready
                  ? "Sesamo can run here. Try: sesamo run examples/hello.yaml"
                  : "Sesamo cannot run here before what is MISSING is there.");
    }
    return ready ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private static Map<String, String> members(Finding finding) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("name", finding.name());
    members.put("state", finding.state().name());
    members.put("found", finding.found());
    members.put("purpose", finding.purpose());
    members.put("advice", finding.advice());
    return members;
  }
}
