package io.sesamo.cli.command.law;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.law.Effect;
import io.sesamo.law.Fact;
import io.sesamo.law.LawBook;
import io.sesamo.law.Verdict;
import io.sesamo.law.VerdictFacts;
import io.sesamo.law.rule.Sentence;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the verdicts of all accelerators at all sites. */
final class MatrixCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "matrix",
            "Shows the verdict of every accelerator at every site, as a table, or as a picture.",
            "sesamo law matrix --action supply --operator-hq CN --date 2026-01-20",
            "sesamo law matrix --action supply --operator-hq FR --svg matrix.svg");
    spec.addOption(Specs.text("TEXT", "Only accelerators with this in their id.", "--chips"));
    spec.addOption(
        Specs.text("TEXT", "Only sites with this in their id, or this country.", "--sites"));
    Question.addOptions(spec);
    spec.addOption(Specs.text("FILE", "Draws it into a file, as SVG.", "--svg"));
    return spec;
  }

  /**
   * The verdicts.
   *
   * @param cells by accelerator and site, in the order of both lists
   */
  record Matrix(
      Question question, List<Accelerator> chips, List<Site> sites, List<List<Verdict>> cells) {

    /** What the rows and columns are of, for people. */
    String title() {
      StringBuilder title =
          new StringBuilder(
              switch (question.action()) {
                case SUPPLY -> "May the chip be supplied to the site";
                case USE -> "May work run on the chip at the site";
                case TRANSFER -> "May the data go to the site";
              });
      title.append(" on ").append(question.date());
      question.given().forEach((fact, value) -> title.append(", ").append(words(fact, value)));
      return title.append("?").toString();
    }

    private static String words(Fact fact, Object value) {
      String owner = fact == Fact.OPERATOR_HEADQUARTERS ? "operator" : "tenant";
      return fact == Fact.OPERATOR_HEADQUARTERS || fact == Fact.TENANT_HEADQUARTERS
          ? owner + " headquartered in " + value
          : fact.path() + " " + Sentence.words(value);
    }
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Question question = Question.read(arguments, context);
    Matrix matrix =
        of(
            question,
            Specs.text(arguments, "--chips").orElse(""),
            Specs.text(arguments, "--sites").orElse(""));
    Optional<String> picture = Specs.text(arguments, "--svg");
    picture.ifPresent(target -> LawFiles.write(target, MatrixPicture.of(matrix)));
    LawBook book = question.book();
    if (context.json()) {
      CatalogFiles.printJson(members(matrix), book.catalog(), context);
    } else if (picture.isPresent()) {
      context.terminal().print("The picture is in " + picture.get() + ".");
      CatalogFiles.printNotice(book.catalog(), context);
    } else {
      context.terminal().print(lines(matrix));
      CatalogFiles.printNotice(book.catalog(), context);
    }
    return ExitCode.DONE;
  }

  private static Matrix of(Question question, String chipFilter, String siteFilter) {
    LawBook book = question.book();
    List<Accelerator> chips =
        book.catalog().accelerators().values().stream()
            .filter(chip -> chip.id().contains(chipFilter.toLowerCase(Locale.ROOT)))
            .toList();
    List<Site> sites =
        book.catalog().sites().values().stream()
            .filter(site ->
                site.id().contains(siteFilter.toLowerCase(Locale.ROOT))
                    || site.country().equals(siteFilter))
            .toList();
    if (chips.isEmpty() || sites.isEmpty()) {
      throw CliException.wrong(
          "There is no " + (chips.isEmpty() ? "accelerator" : "site") + " of that kind.");
    }
    List<List<Verdict>> cells = new ArrayList<>();
    for (Accelerator chip : chips) {
      List<Verdict> row = new ArrayList<>();
      for (Site site : sites) {
        row.add(book.judge(question.at(Optional.of(chip.id()), Optional.of(site))));
      }
      cells.add(row);
    }
    return new Matrix(question, chips, sites, cells);
  }

  private static Map<String, Object> members(Matrix matrix) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < matrix.chips().size(); i++) {
      for (int j = 0; j < matrix.sites().size(); j++) {
        Verdict verdict = matrix.cells().get(i).get(j);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("chip", matrix.chips().get(i).id());
        row.put("site", matrix.sites().get(j).id());
        row.put("verdict", verdict.effect().word());
        row.put(
            "rules",
            verdict.decidedBy().stream().map(finding -> finding.rule().id()).distinct().toList());
        row.put("sentence", VerdictFacts.sentence(verdict));
        rows.add(row);
      }
    }
    return Map.of("date", matrix.question().date().toString(), "cells", rows);
  }

  /** Sites of one country stand in one column where their verdicts are the same. */
  private static List<Line> lines(Matrix matrix) {
    Map<String, List<Integer>> columns = new LinkedHashMap<>();
    for (int j = 0; j < matrix.sites().size(); j++) {
      String key = matrix.sites().get(j).country() + column(matrix, j);
      columns.computeIfAbsent(key, whatever -> new ArrayList<>()).add(j);
    }
    List<Line> heads = new ArrayList<>();
    heads.add(new Line().add("ACCELERATOR", Style.FAINT));
    columns
        .values()
        .forEach(sites ->
            heads.add(new Line().add(matrix.sites().get(sites.getFirst()).country(), Style.FAINT)));
    Table table = new Table().row(heads.toArray(Line[]::new));
    for (int i = 0; i < matrix.chips().size(); i++) {
      List<Line> row = new ArrayList<>();
      row.add(Line.of(matrix.chips().get(i).id()));
      for (List<Integer> sites : columns.values()) {
        Effect effect = matrix.cells().get(i).get(sites.getFirst()).effect();
        row.add(new Line().add(letter(effect), LawFiles.style(effect)));
      }
      table.row(row.toArray(Line[]::new));
    }
    List<Line> lines = new ArrayList<>(List.of(Line.of(matrix.title()), new Line()));
    lines.addAll(table.lines());
    lines.add(new Line());
    Line legend = new Line();
    for (Effect effect : Effect.values()) {
      legend.add(letter(effect), LawFiles.style(effect)).add(" " + effect.word() + "   ");
    }
    lines.add(legend);
    columns
        .values()
        .forEach(sites ->
            lines.add(
                new Line()
                    .add(matrix.sites().get(sites.getFirst()).country() + "  ", Style.FAINT)
                    .add(
                        String.join(
                            ", ", sites.stream().map(j -> matrix.sites().get(j).id()).toList()),
                        Style.FAINT)));
    return lines;
  }

  private static String column(Matrix matrix, int site) {
    StringBuilder column = new StringBuilder();
    matrix.cells().forEach(row -> column.append(letter(row.get(site).effect())));
    return column.toString();
  }

  /** A sign for each verdict, so that colours are not needed to read it. */
  static String letter(Effect effect) {
    return switch (effect) {
      case ALLOW -> "·";
      case NOTIFY -> "n";
      case REVIEW -> "?";
      case LICENCE -> "L";
      case DENY -> "X";
    };
  }
}
