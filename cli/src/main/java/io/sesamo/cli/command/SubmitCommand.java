package io.sesamo.cli.command;

import io.sesamo.cli.client.Api.AppVersion;
import io.sesamo.cli.command.SubmitOptions.Submitted;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Hands a workflow in and returns at once. */
public final class SubmitCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "submit",
            "Submits a workflow and returns at once; it runs in the background.",
            "sesamo submit train.yaml --set epochs=20");
    SubmitOptions.addTo(spec);
    SubmitOptions.addFleetTo(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Submitted submitted = SubmitOptions.submit(arguments, context.session());
    print(context, submitted.name(), submitted.warnings());
    return ExitCode.DONE;
  }

  /** The options that a command which submits something has. */
  public static void addOptionsTo(CommandSpec spec) {
    SubmitOptions.addOptionsTo(spec);
    SubmitOptions.addFleetTo(spec);
  }

  /**
   * Submits a workflow that the server keeps.
   *
   * @param name of the app
   */
  public static ExitCode submit(
      ParseResult arguments,
      Context context,
      Session session,
      String name,
      String text,
      AppVersion app) {
    Submitted submitted = SubmitOptions.submit(arguments, session, name, text, app);
    print(context, submitted.name(), submitted.warnings());
    return ExitCode.DONE;
  }

  /** The text of a workflow's file, unchecked. */
  public static String text(String file) {
    return SpecFile.text(file);
  }

  static void print(Context context, String name, List<String> warnings) {
    warnings.forEach(context.terminal()::remark);
    if (context.json()) {
      context.printJson(Map.of("name", name));
      return;
    }
    context.terminal().print(Line.of("Submitted ").add(name, Style.STRONG));
    context.terminal().print(Line.of("  sesamo status " + name + "    how far it is"));
    context.terminal().print(Line.of("  sesamo logs -f " + name + "   what its tasks write"));
    context.terminal().print(Line.of("  sesamo cancel " + name + "    ends it"));
  }
}
