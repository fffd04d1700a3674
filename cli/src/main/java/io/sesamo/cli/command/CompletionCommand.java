package io.sesamo.cli.command;

import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the script that lets a shell complete commands and options. */
public final class CompletionCommand implements Command {

  private final Supplier<CommandLine> everything;

  /**
   * Makes the command.
   *
   * @param everything all commands
   */
  public CompletionCommand(Supplier<CommandLine> everything) {
    this.everything = everything;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "completion",
            "Prints a script for a shell that completes commands and options.",
            "source <(sesamo completion bash)",
            "sesamo completion zsh > ~/.sesamo-completion  # and source it in ~/.zshrc");
    spec.addPositional(Specs.parameter("SHELL", "1", "bash or zsh."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String shell = Specs.parameter(arguments).orElse("");
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw CliException.wrong("There are scripts for bash and zsh, not for '" + shell + "'.");
    }
    // Bash's script serves zsh too: it turns zsh's bashcompinit on by itself.
    String script = AutoComplete.bash("sesamo", everything.get());
    if (context.json()) {
      context.printJson(Map.of("script", script));
    } else {
      context.terminal().output().print(script);
    }
    return ExitCode.DONE;
  }
}
