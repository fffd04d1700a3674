package io.sesamo.cli.command;

import io.sesamo.cli.problem.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command. */
public interface Command {

  /** What it takes, and its help. */
  CommandSpec spec();

  /**
   * Does it.
   *
   * @throws io.sesamo.cli.problem.CliException when it cannot be done
   */
  ExitCode run(ParseResult arguments, Context context);
}
