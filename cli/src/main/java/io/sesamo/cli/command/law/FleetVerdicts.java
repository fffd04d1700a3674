package io.sesamo.cli.command.law;

import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.command.fleet.FleetInput;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.Matter;
import io.sesamo.engine.law.Ruling;
import io.sesamo.law.Effect;
import io.sesamo.law.LawBook;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.WorkflowSpec;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/** What the law says today of the groups of workflows, everywhere in a fleet. Needs no server. */
public final class FleetVerdicts {

  private final LawBook book;
  private final FleetFile fleet;
  private final LawDay day;

  private FleetVerdicts(LawBook book, FleetFile fleet, LawDay day) {
    this.book = book;
    this.fleet = fleet;
    this.day = day;
  }

  /** Reads the rules, and the file of a fleet. */
  public static FleetVerdicts read(String file, ParseResult arguments, Context context) {
    LawBook book = LawFiles.read(arguments, context);
    LocalDate today = LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC);
    FleetFile fleet = FleetInput.read(file, book.catalog()).fleet();
    return new FleetVerdicts(book, fleet, LawDay.of(book, fleet, today));
  }

  /** The fleet. */
  public FleetFile fleet() {
    return fleet;
  }

  /** The rules and facts that it is judged by. */
  public LawBook book() {
    return book;
  }

  /**
   * A verdict.
   *
   * @param pool where the platform is
   */
  public record Row(String group, String pool, Ruling ruling) {

    /** As a program reads it. */
    Map<String, Object> facts() {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("group", group);
      facts.put("site", ruling.site());
      facts.put("pool", pool);
      facts.put("platform", ruling.platform());
      facts.put("verdict", ruling.verdict());
      facts.put("rules", ruling.rules());
      facts.put("reason", ruling.reason());
      return facts;
    }
  }

  /**
   * What came of a workflow.
   *
   * @param refused why groups would be refused everywhere
   * @param waiting why groups would have to wait for people
   */
  public record Verdicts(List<Row> rows, List<String> refused, List<String> waiting) {

    /** As a program reads it. */
    public List<Map<String, Object>> facts() {
      return rows.stream().map(Row::facts).toList();
    }
  }

  /** Judges each group on each platform. */
  public Verdicts of(WorkflowSpec workflow) {
    List<Row> all = new ArrayList<>();
    Verdicts verdicts = new Verdicts(all, new ArrayList<>(), new ArrayList<>());
    boolean waits = fleet.law().waits() || workflow.sesamo().waitForDecision();
    for (GroupSpec group : workflow.groups()) {
      List<Row> rows = rows(workflow, group);
      all.addAll(rows);
      boolean lawful = rows.stream().anyMatch(row -> row.ruling().lawful());
      boolean hopeless = rows.stream().allMatch(row -> row.ruling().forGood());
      if (!lawful && waits && !hopeless) {
        verdicts.waiting().add("Group " + group.name() + " would wait for a decision of people.");
      } else if (!lawful) {
        verdicts.refused().add("Group " + group.name() + " may run nowhere in this fleet.");
      }
    }
    return verdicts;
  }

  private List<Row> rows(WorkflowSpec workflow, GroupSpec group) {
    return fleet.sites().stream()
        .flatMap(site -> site.pools().stream())
        .flatMap(pool ->
            day.rulings(Matter.of(workflow, group), pool.name()).stream()
                .map(ruling -> new Row(group.name(), pool.name(), ruling)))
        .toList();
  }

  /** Prints a table of all verdicts, and the reasons of those that forbid. */
  public void print(Verdicts verdicts, Context context) {
    Table table = new Table().titles("GROUP", "SITE", "PLATFORM", "VERDICT", "RULES");
    for (Row row : verdicts.rows()) {
      Ruling ruling = row.ruling();
      table.row(
          Line.of(row.group()),
          Line.of(ruling.site()),
          Line.of(row.pool() + "/" + ruling.platform()),
          Effect.of(ruling.verdict())
              .map(LawFiles::word)
              .orElseGet(() -> new Line().add(ruling.verdict(), Style.BAD)),
          Line.of(String.join(", ", ruling.rules())));
    }
    context.terminal().print(table.lines());
    verdicts.rows().stream()
        .filter(row -> !row.ruling().lawful())
        .map(row -> row.group() + " " + row.ruling().reason())
        .distinct()
        .forEach(reason -> context.terminal().print(Line.of(reason)));
    CatalogFiles.printNotice(book.catalog(), context);
  }
}
