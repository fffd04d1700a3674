package io.sesamo.cli.command.law;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.law.Action;
import io.sesamo.law.LawBook;
import io.sesamo.law.rule.Period;
import io.sesamo.law.rule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Lists the rules, or shows those that match with all they say.
 *
 * @param group the word before it
 */
public record RulesCommand(String group) implements Command {

  /** So few are shown whole. */
  private static final int FEW = 3;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.table(
            "rules",
            "Lists the rules; where a word leaves three or fewer, shows all that they say.",
            "sesamo " + group + " rules CN",
            "sesamo " + group + " rules us-h20-letter");
    spec.addPositional(
        Specs.parameter("TEXT", "0..1", "Only rules with this jurisdiction, or this in a field."));
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    LawBook book = LawFiles.read(arguments, context);
    List<Rule> rules = matching(book.rules(), Specs.parameter(arguments).orElse(""));
    if (Specs.wantsCsv(arguments)) {
      printCsv(rules, context);
    } else if (context.json()) {
      List<Map<String, Object>> all = rules.stream().map(RulesCommand::members).toList();
      CatalogFiles.printJson(Map.of("rules", all), book.catalog(), context);
    } else {
      context.terminal().print(lines(rules, context.today()));
      CatalogFiles.printNotice(book.catalog(), context);
    }
    return ExitCode.DONE;
  }

  private static List<Rule> matching(List<Rule> rules, String text) {
    List<Rule> exact =
        rules.stream()
            .filter(rule -> rule.jurisdiction().equals(text) || rule.id().equals(text))
            .toList();
    String wanted = text.toLowerCase(Locale.ROOT);
    return exact.isEmpty()
        ? rules.stream()
            .filter(rule -> cells(rule).toString().toLowerCase(Locale.ROOT).contains(wanted))
            .toList()
        : exact;
  }

  private static List<Line> lines(List<Rule> rules, LocalDate today) {
    if (rules.isEmpty()) {
      return List.of(Line.of("There are no such rules."));
    }
    if (rules.size() <= FEW) {
      return rules.stream().flatMap(rule -> whole(rule).stream()).toList();
    }
    Table table = new Table().titles("RULE", "OF", "FOR", "IN FORCE", "CONFIDENCE", "TITLE");
    for (Rule rule : rules) {
      boolean now = rule.holds(today);
      table.row(
          now ? Line.of(rule.id()) : new Line().add(rule.id(), Style.FAINT),
          Line.of(rule.jurisdiction()),
          Line.of(actions(rule)),
          Line.of(periods(rule)),
          Line.of(rule.confidence().name().toLowerCase(Locale.ROOT)),
          Line.of(rule.title()));
    }
    return table.lines();
  }

  /** Everything about one rule. */
  public static List<Line> whole(Rule rule) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add(rule.id(), Style.STRONG).add("  " + rule.title()));
    Table table = new Table();
    cells(rule)
        .forEach((name, value) -> {
          if (!name.equals("id") && !name.equals("title")) {
            table.row(new Line().add(name, Style.FAINT), Line.of(value));
          }
        });
    lines.addAll(table.lines());
    for (Rule.Case item : rule.cases()) {
      lines.add(new Line());
      lines.add(
          new Line()
              .add(item.says().word(), Style.WAITING)
              .add(item.policy().isEmpty() ? "" : " (" + item.policy() + ")")
              .add(item.lifts().isEmpty() ? "" : ", lifts " + String.join(", ", sorted(item)))
              .add(item.period().equals(Period.ALWAYS) ? "" : ", " + words(item.period())));
      lines.add(Line.of("  when " + item.text().replace("\n", " ")));
      lines.add(Line.of("  " + item.sentence()));
    }
    lines.add(new Line());
    return lines;
  }

  private static List<String> sorted(Rule.Case item) {
    return item.lifts().stream().sorted().toList();
  }

  /** The columns of a rule. */
  private static Map<String, String> cells(Rule rule) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("id", rule.id());
    cells.put("title", rule.title());
    cells.put("jurisdiction", rule.jurisdiction());
    cells.put("authority", rule.authority());
    cells.put("citation", rule.citation());
    cells.put("source", rule.source());
    cells.put("confidence", rule.confidence().name().toLowerCase(Locale.ROOT));
    cells.put("actions", actions(rule));
    cells.put("inForce", periods(rule));
    cells.put("status", rule.status());
    return cells;
  }

  /** Everything about one rule, for programs. */
  public static Map<String, Object> members(Rule rule) {
    Map<String, Object> members = new LinkedHashMap<>(cells(rule));
    members.put(
        "cases",
        rule.cases().stream()
            .map(item -> {
              Map<String, Object> shape = new LinkedHashMap<>();
              shape.put("when", item.text());
              shape.put("effect", item.says().word());
              shape.put("lifts", sorted(item));
              shape.put("policy", item.policy());
              shape.put("inForce", words(item.period()));
              shape.put("sentence", item.sentence());
              return shape;
            })
            .toList());
    return members;
  }

  private static String actions(Rule rule) {
    return rule.actions().stream().sorted().map(Action::word).collect(Collectors.joining(", "));
  }

  private static String periods(Rule rule) {
    return rule.inForce().isEmpty()
        ? "never"
        : rule.inForce().stream().map(RulesCommand::words).collect(Collectors.joining(", "));
  }

  private static String words(Period period) {
    if (period.equals(Period.ALWAYS)) {
      return "always";
    }
    String from = period.from().map(day -> "from " + day).orElse("");
    return (from + period.to().map(day -> " to " + day).orElse("")).strip();
  }

  private static void printCsv(List<Rule> rules, Context context) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
    try {
      CSVPrinter printer = new CSVPrinter(context.terminal().output(), format);
      for (int i = 0; i < rules.size(); i++) {
        if (i == 0) {
          printer.printRecord(cells(rules.get(i)).keySet());
        }
        printer.printRecord(cells(rules.get(i)).values());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // a PrintStream throws none
    }
  }
}
