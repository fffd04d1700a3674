package io.sesamo.cli.command.account;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.Contexts.Content;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows one server that has a name. */
final class ContextShowCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "show", "Shows a context; its token is never shown.", "sesamo context show team");
    spec.addPositional(Specs.parameter("NAME", "0..1", "The context (the current one)."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Content content = context.contexts().read();
    String name = Specs.parameter(arguments).or(context::named).orElse(content.current());
    Map<String, @Nullable Object> facts =
        content
            .server(name)
            .map(server -> ContextView.facts(server, content))
            .orElseGet(() -> ContextView.local(content));
    if (context.json()) {
      context.printJson(facts);
      return ExitCode.DONE;
    }
    Table table = new Table();
    facts.forEach((key, value) -> {
      if (value != null && !key.equals("signedIn")) {
        String words = value.equals(true) ? "yes" : value.equals(false) ? "no" : value.toString();
        table.row(
            new Line().add(key.equals("signIn") ? "signed in" : key, Style.FAINT), Line.of(words));
      }
    });
    context.terminal().print(table.lines());
    return ExitCode.DONE;
  }
}
