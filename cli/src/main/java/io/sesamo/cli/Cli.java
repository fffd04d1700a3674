package io.sesamo.cli;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.background.ServerLink;
import io.sesamo.cli.background.ServerProgram;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.problem.FileProblem;
import io.sesamo.cli.problem.Suggestions;
import io.sesamo.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Takes a command line apart, runs the command it names, and tells plainly what went wrong.
 *
 * @param program how a server is started
 */
record Cli(
    Home home,
    ServerProgram program,
    String version,
    Duration patience,
    Terminal terminal,
    Map<String, String> environment,
    InstantSource clock,
    ZoneId zone) {

  /** Runs a command; returns the exit code. */
  int run(List<String> words) {
    List<String> arguments = withoutHelpWord(words);
    boolean json = asksForJson(arguments);
    try {
      return dispatch(arguments, json).number();
    } catch (CliException refused) {
      tell(refused, json);
      return refused.exitCode().number();
    } catch (Terminal.ClosedException nobodyReadsOn) {
      return ExitCode.DONE.number();
    } catch (RuntimeException | Error ownFault) {
      tell(CliException.refused(keep(ownFault, arguments)), json);
      return ExitCode.REFUSED.number();
    } finally {
      terminal.output().flush();
      terminal.errors().flush();
    }
  }

  private ExitCode dispatch(List<String> arguments, boolean json) {
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    Optional<Command> command = CommandTable.find(name);
    CommandLine line = command.isPresent() ? CommandTable.only(name) : CommandTable.everything();
    ParseResult parsed = parse(line, arguments);
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (last.isUsageHelpRequested() || arguments.isEmpty()) {
      terminal.output().print(last.commandSpec().commandLine().getUsageMessage());
      return ExitCode.DONE;
    }
    Command chosen =
        command
            .or(() -> parsed.hasMatchedOption("--version") ? CommandTable.find("version") : command)
            .orElseThrow(() -> CliException.refused("No command was given. See sesamo --help."));
    ParseResult own = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    return chosen.run(own, context(json));
  }

  private Context context(boolean json) {
    ServerLink link = new ServerLink(home, program, version, patience, terminal::remark);
    return new Context(home, link, program, terminal, json, environment, clock, zone);
  }

  private static ParseResult parse(CommandLine line, List<String> arguments) {
    try {
      return line.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException wrong) {
      CommandLine at = wrong.getCommandLine();
      String name = at.getCommandSpec().qualifiedName(" ");
      String synopsis = at.getHelp().synopsis(0).strip();
      throw CliException.refused(
          message(wrong, at) + "\nUsage: " + synopsis + "\nMore: " + name + " --help");
    }
  }

  private static String message(ParameterException wrong, CommandLine at) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      String words = String.valueOf(wrong.getMessage());
      return words.endsWith(".") ? words : words + ".";
    }
    String word = unmatched.getUnmatched().getFirst();
    List<String> options = new ArrayList<>(at.getCommandSpec().optionsMap().keySet());
    if (word.startsWith("-") && word.length() > 1) {
      return "There is no option '" + word + "'." + Suggestions.question(word, options);
    }
    List<String> commands = new ArrayList<>(at.getCommandSpec().subcommands().keySet());
    // Without "sesamo": empty, or as in "catalog sites".
    String before = at.getCommandSpec().qualifiedName(" ").replaceFirst("^\\S+ ?", "");
    return !commands.isEmpty()
        ? "There is no command '"
            + (before + " " + word).strip()
            + "'."
            + Suggestions.question(word, commands)
        : "'" + word + "' is one word too many after " + before + ".";
  }

  /** {@code sesamo help run} means {@code sesamo run --help}. */
  private static List<String> withoutHelpWord(List<String> words) {
    if (words.isEmpty() || !words.getFirst().equals("help")) {
      return words;
    }
    List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
    arguments.add("--help");
    return arguments;
  }

  /** Known before the words are parsed, since parsing may be what fails. */
  private static boolean asksForJson(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      String word = arguments.get(i);
      if (word.equals("--")) {
        return false;
      }
      boolean option = word.equals("--output") || word.equals("-o");
      if ((option && next.equalsIgnoreCase("json"))
          || word.equalsIgnoreCase("--output=json")
          || word.equalsIgnoreCase("-o=json")
          || word.equalsIgnoreCase("-ojson")) {
        return true;
      }
    }
    return false;
  }

  private void tell(CliException refused, boolean json) {
    if (json) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("message", String.valueOf(refused.getMessage()));
      error.put("problems", refused.problems().stream().map(FileProblem::facts).toList());
      terminal.output().println(new Json(Map.of("error", error)).write());
      return;
    }
    refused.tell(terminal::remark);
  }

  /** Writes a fault of the command itself to a file; returns what to say. */
  private String keep(Throwable fault, List<String> arguments) {
    StringWriter trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    String kind = fault.getClass().getSimpleName();
    String said = "Sesamo made a mistake (" + kind + ") and gave up.";
    String entry = clock.instant() + " sesamo " + String.join(" ", arguments) + "\n" + trace;
    try {
      home.make();
      Files.writeString(
          home.commandLog(), entry, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return said + " Details: " + home.commandLog();
    } catch (IOException | CliException noLog) {
      return said;
    }
  }
}
