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
import io.sesamo.law.Action;
import io.sesamo.law.Classes;
import io.sesamo.law.Clearance;
import io.sesamo.law.Fact;
import io.sesamo.law.Facts;
import io.sesamo.law.LawBook;
import io.sesamo.law.LawBook.Change;
import io.sesamo.law.Verdict;
import io.sesamo.law.Verdict.Finding;
import io.sesamo.law.VerdictFacts;
import io.sesamo.model.catalog.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Judges one case. */
final class CheckCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "check",
            "Judges one case by the rules: may a chip be supplied, may work use it, may data go"
                + " there. Needs no server: licences and waivers on record count with"
                + " --on-record only.",
            "sesamo law check --action supply --chip nvidia-h200-sxm --site cn-beijing"
                + " --operator-hq CN",
            "sesamo law check --action transfer --site ap-northeast-1 --operator-hq JP"
                + " --data-from DE --data-category personal");
    spec.addOption(
        Specs.text("ID", "The accelerator, of the catalogue; none: the work uses none.", "--chip"));
    spec.addOption(Specs.text("ID", "The site, of the catalogue.", "--site"));
    Question.addOptions(spec);
    spec.addOption(
        Specs.flag(
            "Counts the licences, notifications and waivers that the server has on record.",
            "--on-record"));
    spec.addOption(Specs.flag("Shows every rule that applies or may apply.", "--explain"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Question question = Question.read(arguments, context);
    LawBook book = question.book();
    Optional<String> chip = Specs.text(arguments, "--chip");
    Optional<Site> site = Specs.text(arguments, "--site").map(id -> Question.site(book, id));
    boolean described =
        question.given().containsKey(Fact.CHIP_ID) || question.given().containsKey(Fact.CHIP_TPP);
    if (chip.isEmpty() && !described && question.action() != Action.TRANSFER) {
      throw CliException.wrong("Say which accelerator: --chip ID, as in --chip nvidia-h20.");
    }
    if (site.isEmpty() && !question.given().containsKey(Fact.SITE_COUNTRY)) {
      throw CliException.wrong("Say where: --site ID, as in --site eu-central-1.");
    }
    List<Clearance> clearances =
        Specs.isSet(arguments, "--on-record") ? OnRecord.clearances(context) : List.of();
    Verdict verdict = book.judge(question.at(chip, site), clearances);
    if (context.json()) {
      context.printJson(VerdictFacts.of(book, verdict, clearances));
    } else {
      print(book, verdict, clearances, Specs.isSet(arguments, "--explain"), context);
    }
    return ExitCode.DONE;
  }

  private static void print(
      LawBook book, Verdict verdict, List<Clearance> clearances, boolean explain, Context context) {
    Facts facts = verdict.facts();
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line()
            .add(verdict.effect().word().toUpperCase(Locale.ROOT), LawFiles.style(verdict.effect()))
            .add("  " + headline(facts)));
    lines.add(new Line());
    lines.add(Line.of(VerdictFacts.sentence(verdict)));
    for (Finding finding : verdict.decidedBy()) {
      lines.add(source(finding));
    }
    lines.add(new Line());
    Table table = new Table();
    table(
        table,
        "Class",
        facts.get(Fact.CHIP_ID) == null || Facts.NO_CHIP.equals(facts.get(Fact.CHIP_ID))
            ? List.of()
            : List.of(chipClass(verdict)));
    table(
        table,
        "Missing",
        verdict.missingFacts().stream().map(fact -> missing(fact, facts)).toList());
    table(
        table,
        "Changes",
        book.changesAfter(facts, facts.date(), clearances).stream()
            .map(CheckCommand::change)
            .toList());
    table(
        table,
        "Assumed",
        List.of(assumed(facts)).stream().filter(text -> !text.isEmpty()).toList());
    lines.addAll(table.lines());
    if (explain) {
      lines.add(new Line());
      lines.addAll(explanation(verdict));
    }
    context.terminal().print(lines);
    CatalogFiles.printNotice(book.catalog(), context);
  }

  private static String headline(Facts facts) {
    String what =
        switch (facts.action()) {
          case SUPPLY -> VerdictFacts.words(facts, Fact.CHIP_NAME) + " supplied to ";
          case USE -> "work on " + VerdictFacts.words(facts, Fact.CHIP_NAME) + " in ";
          case TRANSFER -> "data from " + VerdictFacts.words(facts, Fact.DATA_SOURCES) + " to ";
        };
    return what
        + VerdictFacts.words(facts, Fact.SITE_NAME)
        + " ("
        + VerdictFacts.words(facts, Fact.SITE_COUNTRY)
        + ") on "
        + facts.date();
  }

  private static Line source(Finding finding) {
    String policy = finding.item().policy();
    return new Line()
        .add("  " + finding.rule().id(), Style.STRONG)
        .add("  " + finding.rule().citation() + (policy.isEmpty() ? "" : "; " + policy));
  }

  private static String chipClass(Verdict verdict) {
    Facts facts = verdict.facts();
    return Classes.words(verdict)
        + " (TPP "
        + VerdictFacts.words(facts, Fact.CHIP_TPP)
        + ", performance density "
        + VerdictFacts.words(facts, Fact.CHIP_PERFORMANCE_DENSITY)
        + ")";
  }

  private static String missing(Fact fact, Facts facts) {
    return fact.path() + ": " + fact.meaning() + " (" + VerdictFacts.why(fact, facts) + ")";
  }

  private static String change(Change change) {
    String rules =
        change.verdict().decidedBy().stream()
            .map(finding -> finding.rule().id())
            .distinct()
            .collect(Collectors.joining(", "));
    return "from "
        + change.from()
        + " "
        + change.verdict().effect().word()
        + (rules.isEmpty() ? "" : " by " + rules);
  }

  private static String assumed(Facts facts) {
    return facts.assumed().stream()
        .sorted()
        .filter(fact -> !fact.path().startsWith("data.") || facts.action() != Action.SUPPLY)
        .filter(fact -> !fact.path().startsWith("shipment.") || facts.action() == Action.SUPPLY)
        .map(fact -> fact.path() + "=" + VerdictFacts.words(facts, fact))
        .collect(Collectors.joining(", "));
  }

  private static void table(Table table, String title, List<String> rows) {
    for (int i = 0; i < rows.size(); i++) {
      table.row(new Line().add(i == 0 ? title : "", Style.FAINT), Line.of(rows.get(i)));
    }
  }

  private static List<Line> explanation(Verdict verdict) {
    List<Line> lines = new ArrayList<>();
    for (Finding finding : verdict.considered()) {
      String weight = finding.weight().map(effect -> effect.word()).orElse("weighs nothing");
      String because =
          finding.lifted()
              ? ", lifted by another rule"
              : finding.missing().isEmpty()
                  ? ""
                  : ", unknown without "
                      + finding.missing().stream()
                          .map(Fact::path)
                          .collect(Collectors.joining(", "));
      lines.add(
          new Line()
              .add(finding.rule().id(), Style.STRONG)
              .add("  " + finding.item().says().word() + " → " + weight + because));
      String would = finding.missing().isEmpty() ? "  " : "  It would say: ";
      lines.add(Line.of(would + finding.sentence()));
      lines.add(
          new Line()
              .add(
                  "  "
                      + finding.rule().authority()
                      + "; "
                      + finding.rule().citation()
                      + "; "
                      + finding.rule().status()
                      + "; confidence "
                      + finding.rule().confidence().name().toLowerCase(Locale.ROOT),
                  Style.FAINT));
    }
    return lines;
  }
}
