package io.sesamo.cli.command.law;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists clearances. */
final class ClearancesCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "clearances", "Lists the clearances on record.", "sesamo law clearances --all");
    spec.addOption(Specs.flag("Also those that were revoked.", "--all"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    boolean all = Specs.isSet(arguments, "--all");
    Json answer = LawAnswers.ask(context, law -> law.clearances(all));
    if (context.json()) {
      LawAnswers.printJson(context, answer);
      return ExitCode.DONE;
    }
    List<Json> clearances = answer.get("clearances").items();
    Table table =
        new Table()
            .titles("ID", "KIND", "RULES", "ONLY FOR", "FROM", "TO", "LEFT", "BY", "REFERENCE");
    clearances.forEach(one -> row(table, one));
    LawAnswers.print(
        context,
        clearances.isEmpty() ? List.of(Line.of("There are no clearances.")) : table.lines());
    return ExitCode.DONE;
  }

  private static void row(Table table, Json clearance) {
    String left = clearance.get("left").text();
    boolean revoked = !clearance.get("revokedAt").isNull();
    table.row(
        new Line().add(clearance.get("id").text(), Style.STRONG),
        Line.of(clearance.get("kind").text()),
        Line.of(LawAnswers.words(clearance.get("rules"))),
        Line.of(scope(clearance)),
        Line.of(clearance.get("from").text()),
        Line.of(
            revoked
                ? "revoked " + clearance.get("revokedAt").text().substring(0, 10)
                : clearance.get("to").text()),
        Line.of(left.isEmpty() ? "" : left + " of " + clearance.get("quantity").text()),
        Line.of(clearance.get("decidedBy").text()),
        Line.of(clearance.get("reference").text()));
  }

  private static String scope(Json clearance) {
    String scope =
        Stream.of("chips", "sites", "parties", "actions")
            .flatMap(field -> clearance.get(field).texts().stream())
            .collect(Collectors.joining(", "));
    return scope.isEmpty() ? "everything" : scope;
  }
}
