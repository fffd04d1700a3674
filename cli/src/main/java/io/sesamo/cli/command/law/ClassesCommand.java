package io.sesamo.cli.command.law;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Table;
import io.sesamo.law.Action;
import io.sesamo.law.Classes;
import io.sesamo.law.ExportArithmetic;
import io.sesamo.law.Facts;
import io.sesamo.law.LawBook;
import io.sesamo.law.rule.Sentence;
import io.sesamo.model.catalog.Accelerator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows how accelerators are classified for export. */
final class ClassesCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "classes",
            "Shows how accelerators are classified for export, and the figures that it rests on.",
            "sesamo law classes",
            "sesamo law classes nvidia --date 2023-11-16");
    spec.addPositional(Specs.parameter("TEXT", "0..1", "Only accelerators with this in their id."));
    spec.addOption(Specs.text("YYYY-MM-DD", "The day (today).", "--date"));
    spec.addOption(CatalogFiles.option());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    LawBook book = LawFiles.read(arguments, context);
    LocalDate date = Question.date(arguments, context);
    String wanted = Specs.parameter(arguments).orElse("").toLowerCase(Locale.ROOT);
    List<Map<String, Object>> rows = new ArrayList<>();
    Table table = new Table().titles("ACCELERATOR", "CLASS", "TPP", "DENSITY", "CONFIDENCE");
    for (Accelerator chip : book.catalog().accelerators().values()) {
      if (!chip.id().contains(wanted)) {
        continue;
      }
      String words = Classes.words(book.judge(Facts.of(Action.USE, date).chip(chip).build()));
      OptionalDouble tpp = ExportArithmetic.totalProcessingPerformance(chip);
      OptionalDouble density = ExportArithmetic.performanceDensity(chip);
      String confidence = chip.confidence().name().toLowerCase(Locale.ROOT);
      table.row(
          Line.of(chip.id()),
          Line.of(words),
          Line.of(figure(tpp)),
          Line.of(figure(density)),
          Line.of(confidence));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("accelerator", chip.id());
      row.put("class", words);
      tpp.ifPresent(value -> row.put("tpp", value));
      density.ifPresent(value -> row.put("performanceDensity", value));
      row.put("confidence", confidence);
      rows.add(row);
    }
    if (context.json()) {
      CatalogFiles.printJson(
          Map.of("date", date.toString(), "accelerators", rows), book.catalog(), context);
    } else {
      context.terminal().print(table.lines());
      CatalogFiles.printNotice(book.catalog(), context);
    }
    return ExitCode.DONE;
  }

  private static String figure(OptionalDouble value) {
    return value.isPresent() ? Sentence.words(value.getAsDouble()) : "?";
  }
}
