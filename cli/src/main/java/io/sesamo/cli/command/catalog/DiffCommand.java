package io.sesamo.cli.command.catalog;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.law.LawFiles;
import io.sesamo.cli.command.law.RulesCommand;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.law.LawBook;
import io.sesamo.law.rule.Rule;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.CatalogSheet;
import io.sesamo.model.catalog.CatalogSheets;
import io.sesamo.model.catalog.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows what the operator's folder changes. */
final class DiffCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "diff",
            "Shows what your folder adds to our rows and changes in them, field by field.",
            "sesamo catalog diff --catalog my-catalog");
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  /** A field that is another one. */
  private record Change(String field, String ours, String yours) {
    Map<String, String> members() {
      return Map.of("field", field, "ours", ours, "yours", yours);
    }
  }

  /**
   * How the rows of one kind differ, by their keys.
   *
   * @param replaced ours that have no successor of the same key: days of a country in a group
   */
  private record Difference(
      String kind, List<String> added, List<String> replaced, Map<String, List<Change>> changed) {

    boolean isEmpty() {
      return added.isEmpty() && replaced.isEmpty() && changed.isEmpty();
    }

    Map<String, Object> members() {
      List<Map<String, Object>> changes = new ArrayList<>();
      changed.forEach((key, fields) ->
          changes.add(Map.of("id", key, "fields", fields.stream().map(Change::members).toList())));
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("added", added);
      members.put("replaced", replaced);
      members.put("changed", changes);
      return members;
    }
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    CatalogFolder own =
        CatalogFiles.own(arguments, context)
            .orElseThrow(() ->
                CliException.wrong(
                    "There is no folder of your own to compare with. Name it by --catalog DIR or"
                        + " SESAMO_CATALOG, or make "
                        + context.home().folder().resolve("catalog")
                        + "."));
    CatalogFolder shipped = new CatalogFolder.Shipped();
    Catalog ours = CatalogFiles.read(List.of(shipped));
    Catalog both = CatalogFiles.read(List.of(shipped, own));
    List<Difference> differences = new ArrayList<>();
    CatalogSheets.ALL.forEach(sheet -> differences.add(difference(sheet, ours, both)));
    differences.add(
        rules(
            LawFiles.read(List.of(shipped), context),
            LawFiles.read(List.of(shipped, own), context)));
    if (context.json()) {
      Map<String, Object> members = new LinkedHashMap<>();
      differences.forEach(one -> members.put(one.kind(), one.members()));
      CatalogFiles.printJson(members, both, context);
      return ExitCode.DONE;
    }
    differences.forEach(one -> print(one, context));
    if (differences.stream().allMatch(Difference::isEmpty)) {
      context.terminal().print(Line.of("Your folder changes nothing."));
    }
    CatalogFiles.printNotice(both, context);
    return ExitCode.DONE;
  }

  private static Difference rules(LawBook ours, LawBook both) {
    Map<String, Map<String, Object>> before = new LinkedHashMap<>();
    ours.rules().forEach(rule -> before.put(rule.id(), RulesCommand.members(rule)));
    Difference difference =
        new Difference("rules", new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    for (Rule rule : both.rules()) {
      Map<String, Object> old = before.getOrDefault(rule.id(), Map.of());
      List<Change> changes = new ArrayList<>();
      RulesCommand.members(rule)
          .forEach((field, value) -> {
            Object was = old.getOrDefault(field, "");
            if (!was.equals(value)) {
              changes.add(new Change(field, was.toString(), value.toString()));
            }
          });
      if (old.isEmpty()) {
        difference.added().add(rule.id());
      } else if (!changes.isEmpty()) {
        difference.changed().put(rule.id(), changes);
      }
    }
    return difference;
  }

  private static <T> Difference difference(CatalogSheet<T> sheet, Catalog ours, Catalog both) {
    Map<String, T> before = new LinkedHashMap<>();
    sheet.rows(ours).forEach(row -> before.put(sheet.key(row), row));
    Difference difference =
        new Difference(sheet.name(), new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    for (T row : sheet.rows(both)) {
      String key = sheet.key(row);
      T old = before.remove(key);
      if (old == null) {
        difference.added().add(key);
      } else if (!old.equals(row)) {
        difference.changed().put(key, changes(sheet, old, row));
      }
    }
    difference.replaced().addAll(before.keySet());
    return difference;
  }

  private static <T> List<Change> changes(CatalogSheet<T> sheet, T ours, T yours) {
    List<Change> changes = new ArrayList<>();
    for (Column<T> column : sheet.columns()) {
      if (!column.text(ours).equals(column.text(yours))) {
        changes.add(new Change(column.name(), column.text(ours), column.text(yours)));
      }
    }
    return changes;
  }

  private static void print(Difference difference, Context context) {
    if (difference.isEmpty()) {
      return;
    }
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add(difference.kind(), Style.STRONG));
    difference.added().forEach(key -> lines.add(Line.of("  added     " + key)));
    difference.replaced().forEach(key -> lines.add(Line.of("  replaced  " + key)));
    difference
        .changed()
        .forEach((key, changes) -> {
          lines.add(Line.of("  changed   " + key));
          changes.forEach(change ->
              lines.add(
                  Line.of("              " + change.field() + ": ")
                      .add(shown(change.ours()), Style.FAINT)
                      .add(" → " + shown(change.yours()))));
        });
    context.terminal().print(lines);
  }

  private static String shown(String text) {
    return text.isEmpty() ? "unknown" : text;
  }
}
