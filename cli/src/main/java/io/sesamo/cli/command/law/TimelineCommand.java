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
import io.sesamo.law.Fact;
import io.sesamo.law.Facts;
import io.sesamo.law.LawBook;
import io.sesamo.law.Verdict;
import io.sesamo.law.VerdictFacts;
import io.sesamo.model.catalog.Site;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows how a verdict changed over the years, and will change as far as is known. */
final class TimelineCommand implements Command {

  private static final LocalDate USUAL_START = LocalDate.of(2022, 1, 1);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "timeline",
            "Shows how the verdict on one case changed over the years, and will change as far as is"
                + " known; as a list, or as a picture.",
            "sesamo law timeline --action supply --chip nvidia-h20 --site cn-beijing"
                + " --operator-hq CN",
            "sesamo law timeline --action supply --chip nvidia-h200-sxm --site cn-beijing"
                + " --operator-hq CN --svg h200.svg");
    spec.addOption(Specs.text("ID", "The accelerator, of the catalogue.", "--chip"));
    spec.addOption(Specs.text("ID", "The site, of the catalogue.", "--site"));
    Question.addOptions(spec);
    spec.addOption(Specs.text("YYYY-MM-DD", "The day it begins with (2022-01-01).", "--since"));
    spec.addOption(Specs.text("FILE", "Draws it into a file, as SVG.", "--svg"));
    return spec;
  }

  /**
   * What held for some time.
   *
   * @param from first day
   */
  record Span(LocalDate from, Verdict verdict) {
    String rules() {
      return verdict.decidedBy().stream()
          .map(finding -> finding.rule().id())
          .distinct()
          .collect(Collectors.joining(", "));
    }
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Question question = Question.read(arguments, context);
    LawBook book = question.book();
    Optional<String> chip = Specs.text(arguments, "--chip");
    Site site =
        Question.site(
            book,
            Specs.text(arguments, "--site")
                .orElseThrow(() -> CliException.wrong("Say where: --site ID.")));
    LocalDate since = Question.day(arguments, "--since").orElse(USUAL_START);
    Facts facts = question.at(chip, Optional.of(site));
    List<Span> spans = spans(book, facts, since);
    String title =
        question.action().word()
            + " "
            + chip.map(id -> VerdictFacts.words(facts, Fact.CHIP_NAME) + ", ").orElse("")
            + site.city()
            + " ("
            + site.country()
            + ")";
    Optional<String> picture = Specs.text(arguments, "--svg");
    picture.ifPresent(target ->
        LawFiles.write(target, TimelinePicture.of(title, spans, question.date(), book.version())));
    if (context.json()) {
      List<Map<String, Object>> all = spans.stream().map(TimelineCommand::members).toList();
      CatalogFiles.printJson(Map.of("verdicts", all), book.catalog(), context);
    } else {
      context
          .terminal()
          .print(
              picture.isPresent()
                  ? List.of(Line.of("The picture is in " + picture.get() + "."))
                  : lines(title, spans, question.date()));
      CatalogFiles.printNotice(book.catalog(), context);
    }
    return ExitCode.DONE;
  }

  /** A new span begins when the verdict changes, or the rules that decide it. */
  private static List<Span> spans(LawBook book, Facts facts, LocalDate since) {
    List<Span> spans = new ArrayList<>(List.of(new Span(since, book.judge(facts.on(since)))));
    for (LocalDate day : book.boundaries().tailSet(since, false)) {
      Span next = new Span(day, book.judge(facts.on(day)));
      Span last = spans.getLast();
      if (next.verdict().effect() != last.verdict().effect()
          || !next.rules().equals(last.rules())) {
        spans.add(next);
      }
    }
    return spans;
  }

  private static Map<String, Object> members(Span span) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("from", span.from().toString());
    members.put("verdict", span.verdict().effect().word());
    members.put(
        "rules",
        span.verdict().decidedBy().stream()
            .map(finding -> finding.rule().id())
            .distinct()
            .toList());
    members.put("sentence", VerdictFacts.sentence(span.verdict()));
    return members;
  }

  private static List<Line> lines(String title, List<Span> spans, LocalDate today) {
    Table table = new Table().titles("FROM", "VERDICT", "BECAUSE");
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      boolean now =
          !span.from().isAfter(today)
              && (i + 1 == spans.size() || spans.get(i + 1).from().isAfter(today));
      Line from =
          now
              ? new Line().add(span.from().toString(), Style.STRONG)
              : Line.of(span.from().toString());
      table.row(
          from,
          LawFiles.word(span.verdict().effect()),
          Line.of(span.rules().isEmpty() ? "no rule restricts it" : span.rules()));
      table.row(
          new Line(),
          new Line(),
          new Line().add(VerdictFacts.sentence(span.verdict()), Style.FAINT));
    }
    List<Line> lines = new ArrayList<>(List.of(Line.of(title), new Line()));
    lines.addAll(table.lines());
    return lines;
  }
}
