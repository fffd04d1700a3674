package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Frees the disk of outputs that nothing needs. */
public final class CollectCommand implements Command {

  private static final Pattern AGE = Pattern.compile("([0-9]{1,5})([dh])");

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "gc",
            "Removes stored outputs that no workflow needs: what failed and lost attempts have"
                + " left. What a workflow under way reads always stays.",
            "sesamo gc --dry-run",
            "sesamo gc --older-than 90d");
    spec.addOption(Specs.flag("Only says what would be removed.", "-n", "--dry-run"));
    spec.addOption(
        Specs.text(
            "AGE",
            "Also gives up the outputs of workflows that finished so long ago: 12h, 90d.",
            "--older-than"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Optional<Instant> before =
        Specs.text(arguments, "--older-than").map(age -> context.now().minus(age(age)));
    boolean dryRun = Specs.isSet(arguments, "--dry-run");
    Json answer = context.session().ask(api -> api.collect(before, dryRun));
    if (context.json()) {
      context.printJson(answer);
      return ExitCode.DONE;
    }
    long objects = answer.get("objects").number();
    String what =
        Quantities.count(objects, "object", "objects")
            + ", "
            + Quantities.bytes(answer.get("bytes").number());
    context.terminal().print(Line.of((dryRun ? "Would remove " : "Removed ") + what + "."));
    return ExitCode.DONE;
  }

  private static Duration age(String text) {
    Matcher matcher = AGE.matcher(text);
    if (!matcher.matches()) {
      throw CliException.wrong(
          "--older-than takes hours or days, such as 12h or 90d, not '" + text + "'.");
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number);
  }
}
