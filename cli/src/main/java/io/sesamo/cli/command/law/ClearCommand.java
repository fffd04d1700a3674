package io.sesamo.cli.command.law;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Records what a person has decided or obtained. */
final class ClearCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "clear",
            "Records a clearance: an authority's licence, a notification that was made, or a waiver"
                + " of a compliance officer who looked at it. It answers the rules that it names,"
                + " in its scope and days, and nothing else. Only for compliance.",
            "sesamo law clear --kind waiver --rule catalogue-sanctions --party robots"
                + " --from 2026-01-01 --to 2026-12-31 --reference 'case 7' --why 'known to us'");
    spec.addOption(Specs.text("KIND", "licence, notification or waiver.", "--kind"));
    spec.addOption(Specs.texts("ID", "A rule that it answers; again for others.", "--rule"));
    spec.addOption(Specs.text("YYYY-MM-DD", "Its first day (UTC).", "--from"));
    spec.addOption(Specs.text("YYYY-MM-DD", "Its last day.", "--to"));
    spec.addOption(Specs.text("TEXT", "The authority's paper, or the case.", "--reference"));
    spec.addOption(Specs.text("TEXT", "Why, for those who read it later.", "--why"));
    spec.addOption(Specs.texts("ID", "Only for this accelerator; again for others.", "--chip"));
    spec.addOption(Specs.texts("ID", "Only for this site; again for others.", "--site"));
    spec.addOption(
        Specs.texts("NAME", "Only for this operator or tenant; again for others.", "--party"));
    spec.addOption(
        Specs.texts("ACTION", "Only to supply, use or transfer; again for others.", "--action"));
    spec.addOption(Specs.number("N", "Only for so many chips to be supplied.", "--quantity"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Map<String, Object> clearance = new LinkedHashMap<>();
    for (String name : List.of("kind", "from", "to", "reference", "why")) {
      String option = "--" + name;
      clearance.put(
          name,
          Specs.text(arguments, option)
              .orElseThrow(() -> CliException.wrong("A clearance needs " + option + ".")));
    }
    Map.of("rules", "--rule", "chips", "--chip", "sites", "--site", "parties", "--party")
        .forEach((field, option) -> clearance.put(field, Specs.texts(arguments, option)));
    clearance.put("actions", Specs.texts(arguments, "--action"));
    Specs.number(arguments, "--quantity").ifPresent(count -> clearance.put("quantity", count));
    Json answer =
        LawAnswers.askOnce(
            context,
            law -> law.clear(clearance),
            "`sesamo law clearances` shows whether it was recorded.");
    if (context.json()) {
      LawAnswers.printJson(context, answer);
    } else {
      LawAnswers.print(
          context,
          List.of(
              Line.of("Recorded ")
                  .add(answer.get("id").text(), Style.STRONG)
                  .add(
                      ", a "
                          + answer.get("kind").text()
                          + " for "
                          + LawAnswers.words(answer.get("rules"))
                          + ", from "
                          + answer.get("from").text()
                          + " to "
                          + answer.get("to").text()
                          + ".")));
    }
    return ExitCode.DONE;
  }
}
