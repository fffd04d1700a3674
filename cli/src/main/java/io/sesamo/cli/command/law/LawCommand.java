package io.sesamo.cli.command.law;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.CommandGroup;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.problem.ExitCode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What law and guidance say of work, chips and data. */
public final class LawCommand implements Command {

  private static final CommandGroup GROUP =
      new CommandGroup(
          "law",
          "Whether work may run on a chip, in a place, for a tenant, with its data, on a day: by"
              + " rules with sources.",
          List.of(
              new CheckCommand(),
              new MatrixCommand(),
              new TimelineCommand(),
              new ClassesCommand(),
              new RulesCommand("law"),
              new TestCommand(),
              new ClearCommand(),
              new ClearancesCommand(),
              new RevokeCommand(),
              new SupplyCommand(),
              new WaitingCommand(),
              new AuditCommand()),
          "sesamo law check --action use --chip nvidia-h20 --site eu-central-1 --operator-hq CN",
          "sesamo law matrix --action supply --operator-hq CN");

  @Override
  public CommandSpec spec() {
    return GROUP.spec();
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    return GROUP.run(arguments, context);
  }
}
