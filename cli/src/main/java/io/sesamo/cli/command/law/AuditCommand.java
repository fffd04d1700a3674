package io.sesamo.cli.command.law;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.LawApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the audit log, and goes through it. */
final class AuditCommand implements Command {

  private static final int USUAL = 1000;
  private static final int MOST = 100_000;
  private static final List<String> COLUMNS =
      List.of(
          "at",
          "kind",
          "by",
          "workflow",
          "group",
          "platform",
          "verdict",
          "rules",
          "what",
          "catalog");

  /** What is written as JSON in a cell, so that a case can be judged again from a table alone. */
  private static final List<String> WHOLE = List.of("clearances", "facts");

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.table(
            "audit",
            "Shows what was decided: placements, refusals, supplies and clearances, each with its"
                + " facts and rules. Then it goes through the whole log: whether an entry was"
                + " changed or taken away, and whether each verdict follows from its facts, the"
                + " catalogue and the clearances of then. The exit code is 1 when not.",
            "sesamo law audit --workflow train-7",
            "sesamo law audit --since 2026-01-01 --output csv");
    spec.addOption(Specs.context());
    spec.addOption(Specs.text("ID", "Only of this workflow.", "--workflow"));
    spec.addOption(Specs.text("YYYY-MM-DD", "Only from this day on (UTC).", "--since"));
    spec.addOption(Specs.number("N", "The last so many, 1 to 100000 (1000).", "--limit"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Optional<String> workflow = Specs.text(arguments, "--workflow");
    Optional<String> since = Question.day(arguments, "--since").map(Object::toString);
    int limit = Specs.number(arguments, "--limit").orElse(USUAL);
    if (limit < 1 || limit > MOST) {
      throw CliException.wrong("--limit is 1 to " + MOST + ", not " + limit + ".");
    }
    Json answer = LawAnswers.ask(context, law -> law.audit(workflow, since, limit));
    Json verification = LawAnswers.ask(context, LawApi::verify);
    List<Json> entries = answer.get("entries").items();
    if (context.json()) {
      Map<String, Object> members = new LinkedHashMap<>(answer.members());
      members.put("verification", verification);
      context.printJson(members);
    } else if (Specs.wantsCsv(arguments)) {
      printCsv(entries, context);
      words(verification).forEach(line -> context.terminal().remark(line.render(0, false)));
    } else {
      print(entries, words(verification), context);
    }
    return verification.get("whole").isTrue() ? ExitCode.DONE : ExitCode.WORKFLOW_FAILED;
  }

  private static void print(List<Json> entries, List<Line> verification, Context context) {
    Table table = new Table().titles("#", "AT", "KIND", "OF", "WHERE", "VERDICT", "RULES", "WHAT");
    for (Json line : entries) {
      Json entry = line.get("entry");
      String of = (entry.get("workflow").text() + " " + entry.get("group").text()).strip();
      table.row(
          Line.of(line.get("sequence").text()),
          Line.of(entry.get("at").text().replaceFirst("\\.[0-9]+", "")),
          Line.of(entry.get("kind").text()),
          Line.of(of.isEmpty() ? entry.get("by").text() : of),
          Line.of(entry.get("platform").text()),
          Line.of(entry.get("verdict").text()),
          Line.of(LawAnswers.words(entry.get("rules"))),
          Line.of(entry.get("what").text()));
    }
    List<Line> lines = new ArrayList<>(table.lines());
    if (entries.isEmpty()) {
      lines = new ArrayList<>(List.of(Line.of("There are no such entries.")));
    }
    lines.addAll(verification);
    LawAnswers.print(context, lines);
  }

  private static void printCsv(List<Json> entries, Context context) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
    try {
      CSVPrinter printer = new CSVPrinter(context.terminal().output(), format);
      printer.print("sequence");
      for (String column : Stream.concat(COLUMNS.stream(), WHOLE.stream()).toList()) {
        printer.print(column);
      }
      printer.print("hash");
      printer.println();
      for (Json line : entries) {
        Json entry = line.get("entry");
        printer.print(line.get("sequence").text());
        for (String column : COLUMNS) {
          printer.print(
              column.equals("rules")
                  ? String.join(" ", entry.get(column).texts())
                  : entry.get(column).text());
        }
        for (String column : WHOLE) {
          printer.print(entry.get(column).write());
        }
        printer.print(line.get("hash").text());
        printer.println();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Line> words(Json verification) {
    String entries = verification.get("entries").text();
    Line found =
        verification.get("whole").isTrue()
            ? Line.of(
                entries
                    + " entries, chain whole, "
                    + verification.get("judged").text()
                    + " re-judged: all the same")
            : new Line()
                .add("BROKEN", Style.BAD)
                .add("  " + verification.get("bad").text() + ". ")
                .add(entries + " entries before it are good.");
    String hash = verification.get("hash").text();
    return List.of(
        found,
        Line.of(
            "The last good hash is "
                + hash
                + "; kept elsewhere, it shows that nothing before was rewritten."));
  }
}
