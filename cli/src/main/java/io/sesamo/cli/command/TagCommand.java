package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Marks workflows with words, by which they are found again. */
public final class TagCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "tag",
            "Adds tags to workflows and takes them away; without a workflow, shows which tags"
                + " there are.",
            "sesamo tag grasp-7 grasp-9 --add keep --remove draft");
    spec.addPositional(Specs.parameter("ID", "0..*", "The workflows."));
    spec.addOption(Specs.texts("TAG", "Adds a tag.", "--add"));
    spec.addOption(Specs.texts("TAG", "Takes a tag away.", "--remove"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> ids = Specs.parameters(arguments);
    List<String> added = Specs.texts(arguments, "--add");
    List<String> removed = Specs.texts(arguments, "--remove");
    boolean changes = !added.isEmpty() || !removed.isEmpty();
    if (changes != !ids.isEmpty()) {
      throw CliException.wrong("Say which and what: sesamo tag ID --add TAG or --remove TAG.");
    }
    Session session = context.session();
    if (!changes) {
      Json tags = session.ask(api -> api.tags());
      if (context.json()) {
        context.printJson(Map.of("tags", tags.get("tags")));
      } else {
        tags.get("tags").texts().forEach(tag -> context.terminal().print(Line.of(tag)));
      }
      return ExitCode.DONE;
    }
    for (String id : ids) {
      session.askOf(
          id,
          api -> {
            api.tag(id, added, removed);
            return id;
          });
    }
    if (context.json()) {
      context.printJson(Map.of("tagged", ids));
    } else {
      context.terminal().print("Tagged " + String.join(", ", ids) + ".");
    }
    return ExitCode.DONE;
  }
}
