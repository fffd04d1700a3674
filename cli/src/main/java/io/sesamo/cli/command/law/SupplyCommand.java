package io.sesamo.cli.command.law;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.law.Fact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Records that chips are supplied to a site, where that is allowed. */
final class SupplyCommand implements Command {

  /** Options that give a fact each. */
  private static final Map<String, Fact> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("--operator", Fact.OPERATOR_NAME);
    OPTIONS.put("--operator-hq", Fact.OPERATOR_HEADQUARTERS);
    OPTIONS.put("--operator-parent", Fact.OPERATOR_PARENT);
    OPTIONS.put("--operator-us-exposed", Fact.OPERATOR_US_EXPOSED);
    OPTIONS.put("--from", Fact.SHIPMENT_FROM);
    OPTIONS.put("--via", Fact.SHIPMENT_VIA);
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "supply",
            "Records that chips are supplied to a site. It is judged first, with the clearances on"
                + " record, and takes its number off those that it needs. What is not allowed is"
                + " not recorded as done; the audit log keeps both.",
            "sesamo law supply --chip nvidia-h100-sxm --site eu-west-2 --quantity 64"
                + " --operator-hq FR");
    spec.addOption(Specs.text("ID", "The accelerator, of the catalogue.", "--chip"));
    spec.addOption(Specs.text("ID", "The site, of the catalogue.", "--site"));
    spec.addOption(Specs.number("N", "How many chips.", "--quantity"));
    OPTIONS.forEach(
        (name, fact) -> spec.addOption(Specs.text("TEXT", upper(fact.meaning()) + ".", name)));
    spec.addOption(
        Specs.texts("FACT=VALUE", "Any other fact, as in site.stateFunded=yes.", "--fact"));
    spec.addOption(Specs.text("TEXT", "What it is, as in an order's number.", "--what"));
    return spec;
  }

  private static String upper(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Map<String, Object> supply = new LinkedHashMap<>();
    supply.put("chip", needed(arguments, "--chip", "the accelerator"));
    supply.put("site", needed(arguments, "--site", "the site"));
    supply.put("what", Specs.text(arguments, "--what").orElse(""));
    supply.put("facts", facts(arguments));
    Json answer =
        LawAnswers.askOnce(
            context,
            law -> law.supply(supply),
            "`sesamo law audit` shows whether it was recorded.");
    boolean done = answer.get("done").isTrue();
    if (context.json()) {
      LawAnswers.printJson(context, answer);
    } else {
      LawAnswers.print(context, lines(answer, done));
    }
    return done ? ExitCode.DONE : ExitCode.WORKFLOW_FAILED;
  }

  private static String needed(ParseResult arguments, String option, String what) {
    return Specs.text(arguments, option)
        .orElseThrow(() -> CliException.wrong("Say " + what + ": " + option + " ID."));
  }

  private static Map<String, String> facts(ParseResult arguments) {
    Map<String, String> facts = new LinkedHashMap<>();
    OPTIONS.forEach((option, fact) ->
        Specs.text(arguments, option).ifPresent(text -> facts.put(fact.path(), text)));
    for (String pair : Specs.texts(arguments, "--fact")) {
      String[] parts = pair.split("=", 2);
      if (parts.length < 2) {
        throw CliException.wrong("--fact is FACT=VALUE, not '" + pair + "'.");
      }
      facts.put(parts[0].strip(), parts[1].strip());
    }
    int quantity =
        Specs.number(arguments, "--quantity")
            .orElseThrow(() -> CliException.wrong("Say how many: --quantity N."));
    facts.put(Fact.SHIPMENT_QUANTITY.path(), Integer.toString(quantity));
    return facts;
  }

  private static List<Line> lines(Json answer, boolean done) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line()
            .add(done ? "RECORDED" : "NOT ALLOWED", done ? Style.GOOD : Style.BAD)
            .add("  " + answer.get("verdict").text()));
    lines.add(Line.of(answer.get("sentence").text()));
    if (!done) {
      lines.add(Line.of("  " + LawAnswers.words(answer.get("rules"))));
    }
    answer
        .get("draws")
        .members()
        .forEach((id, number) -> lines.add(Line.of("Took " + number.text() + " off " + id + ".")));
    return lines;
  }
}
