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
            "sesamo completion zsh > ~/.sesamo-completion  # and source it in ~/.zshrc",
            "sesamo completion fish > ~/.config/fish/completions/sesamo.fish");
    spec.addPositional(Specs.parameter("SHELL", "1", "bash, zsh or fish."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String shell = Specs.parameter(arguments).orElse("");
    String script =
        switch (shell) {
          // Bash's script serves zsh too: it turns zsh's bashcompinit on by itself.
          case "bash", "zsh" -> AutoComplete.bash("sesamo", everything.get());
          case "fish" -> FishCompletion.script(everything.get().getCommandSpec());
          default ->
              throw CliException.wrong(
                  "There are scripts for bash, zsh and fish, not for '" + shell + "'.");
        };
    if (context.json()) {
      context.printJson(Map.of("script", script));
    } else {
      context.terminal().output().print(script);
    }
    return ExitCode.DONE;
  }
}
