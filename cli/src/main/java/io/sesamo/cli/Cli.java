package io.sesamo.cli;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.background.ServerLink;
import io.sesamo.cli.background.ServerProgram;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Output;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.problem.FileProblem;
import io.sesamo.cli.problem.Suggestions;
import io.sesamo.cli.remote.Contexts;
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
 * @param contexts the servers that have names
 * @param program how a server is started
 */
record Cli(
    Home home,
    Contexts contexts,
    ServerProgram program,
    String version,
    Duration patience,
    Terminal terminal,
    Map<String, String> environment,
    InstantSource clock,
    ZoneId zone) {

  /** Runs a command; returns the exit code. */
  int run(List<String> words) {
    List<String> arguments = withContextAtItsCommand(withoutHelpWord(words));
    Output output = Output.wantedBy(arguments);
    try {
      return dispatch(arguments, output).number();
    } catch (CliException refused) {
      tell(refused, output);
      return refused.exitCode().number();
    } catch (Terminal.ClosedException nobodyReadsOn) {
      return ExitCode.DONE.number();
    } catch (RuntimeException | Error ownFault) {
      tell(CliException.refused(keep(ownFault, arguments)), output);
      return ExitCode.REFUSED.number();
    } finally {
      terminal.output().flush();
      terminal.errors().flush();
    }
  }

  private ExitCode dispatch(List<String> arguments, Output output) {
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
            .orElseThrow(() -> CliException.wrong("No command was given. See sesamo --help."));
    ParseResult own = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    return chosen.run(own, context(output, Specs.context(last)));
  }

  private Context context(Output output, Optional<String> named) {
    ServerLink link = new ServerLink(home, program, version, patience, terminal::remark);
    Optional<String> wanted =
        named.or(() ->
            Optional.ofNullable(environment.get("SESAMO_CONTEXT")).filter(name -> !name.isBlank()));
    return new Context(
        home, link, program, terminal, output, contexts, wanted, environment, clock, zone);
  }

  private static ParseResult parse(CommandLine line, List<String> arguments) {
    try {
      return line.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException wrong) {
      CommandLine at = wrong.getCommandLine();
      String name = at.getCommandSpec().qualifiedName(" ");
      String synopsis = at.getHelp().synopsis(0).strip();
      throw CliException.wrong(
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

  /** {@code sesamo --context team list} means {@code sesamo list --context team}. */
  private static List<String> withContextAtItsCommand(List<String> words) {
    String first = words.isEmpty() ? "" : words.getFirst();
    int length = first.startsWith(Specs.CONTEXT + "=") ? 1 : first.equals(Specs.CONTEXT) ? 2 : 0;
    if (length == 0 || words.size() <= length) {
      return words;
    }
    List<String> arguments = new ArrayList<>(words.subList(length, words.size()));
    int place = 0;
    while (place < arguments.size() && !arguments.get(place).startsWith("-")) {
      place++;
    }
    arguments.addAll(place, words.subList(0, length));
    return arguments;
  }

  private void tell(CliException refused, Output output) {
    if (output.isValue()) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("message", String.valueOf(refused.getMessage()));
      error.put("problems", refused.problems().stream().map(FileProblem::facts).toList());
      error.put("exitCode", refused.exitCode().number());
      terminal.output().println(output.write(new Json(Map.of("error", error))));
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
