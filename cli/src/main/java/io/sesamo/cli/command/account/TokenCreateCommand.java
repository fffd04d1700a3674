package io.sesamo.cli.command.account;

import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes an access token. */
final class TokenCreateCommand implements Command {

  private static final int USUAL_DAYS = 90;
  private static final int MOST_DAYS = 365;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "create",
            "Makes an access token. It is told once, and can never be seen again.",
            "sesamo token create ci --file ci.token",
            "sesamo token create laptop --user ada --file ada.token");
    spec.addPositional(Specs.parameter("NAME", "1", "What the token is called."));
    spec.addOption(
        Specs.text("FILE", "Writes it to a new file, for you alone, instead of here.", "--file"));
    spec.addOption(Specs.number("N", "How many days it holds, 1 to 365 (90).", "--days"));
    spec.addOption(Specs.text("YYYY-MM-DD", "The day on which it ends (UTC).", "--until"));
    spec.addOption(Specs.text("TEXT", "What it is for.", "-d", "--description"));
    spec.addOption(Specs.texts("ROLE", "Only this role of its user's (all).", "--role"));
    spec.addOption(Specs.text("NAME", "For somebody else; administrators may.", "--user"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    Optional<String> user = Specs.text(arguments, "--user");
    Optional<String> file = Specs.text(arguments, "--file");
    file.ifPresent(Secrets::requireNew);
    String end = end(arguments, LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC));
    String description = Specs.text(arguments, "--description").orElse("");
    List<String> roles = Specs.texts(arguments, "--role");
    String token =
        context
            .session()
            .askOnce(
                api -> new UserApi(api.http()).addToken(user, name, end, description, roles),
                "`sesamo token list` shows whether the token was made.");
    file.ifPresent(target -> Secrets.write(target, token));
    print(context, name, end, file, token);
    return ExitCode.DONE;
  }

  private static void print(
      Context context, String name, String end, Optional<String> file, String token) {
    if (context.json()) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("name", name);
      members.put("expires_at", end);
      file.ifPresentOrElse(
          target -> members.put("file", target), () -> members.put("token", token));
      context.printJson(members);
    } else if (file.isPresent()) {
      context
          .terminal()
          .print("The token " + name + " is in " + file.get() + ". It ends on " + end + ".");
    } else {
      context.terminal().print(token);
      context
          .terminal()
          .remark("It is shown this once, and ends on " + end + ". Keep it like a password.");
    }
  }

  private static String end(ParseResult arguments, LocalDate today) {
    Optional<String> until = Specs.text(arguments, "--until");
    Optional<Integer> days = Specs.number(arguments, "--days");
    if (until.isPresent() && days.isPresent()) {
      throw CliException.wrong("Say either --days or --until.");
    }
    if (until.isPresent()) {
      try {
        return LocalDate.parse(until.get()).toString();
      } catch (DateTimeException notOne) {
        throw CliException.wrong("--until is a day such as 2026-12-31, not '" + until.get() + "'.");
      }
    }
    int count = days.orElse(USUAL_DAYS);
    if (count < 1 || count > MOST_DAYS) {
      throw CliException.wrong("--days is 1 to " + MOST_DAYS + ", not " + count + ".");
    }
    return today.plusDays(count).toString();
  }
}
