package io.sesamo.cli.command.account;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.Contexts.Content;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the servers that have names. */
final class ContextListCommand implements Command {

  @Override
  public CommandSpec spec() {
    return Specs.offline(
        "list", "Lists the contexts; * is the current one.", "sesamo context list");
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Content content = context.contexts().read();
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    all.add(ContextView.local(content));
    content.servers().forEach(server -> all.add(ContextView.facts(server, content)));
    if (context.json()) {
      context.printJson(Map.of("contexts", all));
      return ExitCode.DONE;
    }
    Table table = new Table().titles("", "NAME", "SERVER", "SIGNED IN");
    for (Map<String, @Nullable Object> one : all) {
      boolean current = Boolean.TRUE.equals(one.get("current"));
      table.row(
          Line.of(current ? "*" : ""),
          new Line().add(String.valueOf(one.get("name")), Style.STRONG),
          Line.of(
              Optional.ofNullable(one.get("url")).map(Object::toString).orElse(ContextView.HERE)),
          Line.of(String.valueOf(one.get("signIn"))));
    }
    context.terminal().print(table.lines());
    return ExitCode.DONE;
  }
}
