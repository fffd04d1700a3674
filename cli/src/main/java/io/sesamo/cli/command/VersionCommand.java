package io.sesamo.cli.command;

import io.sesamo.cli.problem.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows which Sesamo this is. */
public final class VersionCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.offline("version", "Shows which Sesamo this is.", "sesamo version");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    if (context.json()) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("version", context.link().version());
      members.put("java", Runtime.version().toString());
      context.printJson(members);
    } else {
      context
          .terminal()
          .print("sesamo " + context.link().version() + " (Java " + Runtime.version() + ")");
    }
    return ExitCode.DONE;
  }
}
