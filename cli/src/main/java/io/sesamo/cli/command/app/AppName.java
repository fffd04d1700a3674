package io.sesamo.cli.command.app;

import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/**
 * An app as it is written in commands: {@code NAME} or {@code NAME:VERSION}.
 *
 * @param version empty: the newest
 */
record AppName(String name, Optional<Integer> version) {

  /** The one that a command line names. */
  static AppName of(ParseResult arguments) {
    String text = Specs.parameter(arguments).orElse("");
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return new AppName(text, Optional.empty());
    }
    String number = text.substring(colon + 1);
    if (colon == 0 || !number.matches("[1-9][0-9]{0,8}")) {
      throw CliException.wrong("'" + text + "' is not NAME or NAME:VERSION, such as grasp:2.");
    }
    return new AppName(text.substring(0, colon), Optional.of(Integer.valueOf(number)));
  }
}
