package io.sesamo.cli.command;

import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Commands under one word, as in {@code sesamo law check}.
 *
 * @param name the word
 * @param description for its help
 * @param commands in the order of its help
 * @param examples at the end of its help
 */
public record CommandGroup(
    String name, String description, List<Command> commands, List<String> examples)
    implements Command {

  public CommandGroup {
    commands = List.copyOf(commands);
    examples = List.copyOf(examples);
  }

  public CommandGroup(String name, String description, List<Command> commands, String... examples) {
    this(name, description, commands, List.of(examples));
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Specs.plain(name, description);
    commands.forEach(command -> {
      CommandSpec own = command.spec();
      spec.addSubcommand(own.name(), own);
    });
    return Specs.withExamples(spec, examples.toArray(String[]::new));
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Map<String, Command> named = new LinkedHashMap<>();
    commands.forEach(command -> named.put(command.spec().name(), command));
    Command chosen =
        arguments.hasSubcommand() ? named.get(arguments.subcommand().commandSpec().name()) : null;
    if (chosen == null) {
      throw CliException.wrong(
          "Say what: sesamo " + name + " " + String.join(", ", named.keySet()) + ".");
    }
    return chosen.run(arguments.subcommand(), context);
  }
}
