package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows who changed what on a server. */
public final class AuditCommand implements Command {

  private static final int BY_DEFAULT = 100;
  private static final int MOST = 1000;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "audit",
            "Shows who changed what on the server, newest first; administrators may.",
            "sesamo audit --user ada --limit 20");
    spec.addOption(Specs.text("NAME", "Only what this user changed.", "--user"));
    spec.addOption(Specs.number("N", "At most so many, up to 1000 (100).", "--limit"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Optional<String> user = Specs.text(arguments, "--user");
    int limit = Specs.number(arguments, "--limit").orElse(BY_DEFAULT);
    if (limit < 1 || limit > MOST) {
      throw CliException.wrong("--limit is 1 to " + MOST + ", not " + limit + ".");
    }
    Json answer = context.session().ask(api -> new UserApi(api.http()).writes(user, limit));
    if (context.json()) {
      context.printJson(answer);
      return ExitCode.DONE;
    }
    List<Json> writes = answer.get("writes").items();
    if (writes.isEmpty()) {
      context.terminal().print("Nobody has changed anything.");
      return ExitCode.DONE;
    }
    Table table = new Table().titles("TIME (UTC)", "USER", "TENANT", "CALL", "STATUS", "REQUEST");
    for (Json write : writes) {
      long status = write.get("status").number();
      table.row(
          Line.of(write.get("at").text().replaceFirst("\\..*", "").replace('T', ' ')),
          new Line().add(write.get("user").text(), Style.STRONG),
          Line.of(write.get("tenant").text()),
          Line.of(write.get("method").text() + " " + write.get("path").text()),
          new Line().add(String.valueOf(status), status < 300 ? Style.GOOD : Style.BAD),
          new Line().add(write.get("request").text(), Style.FAINT));
    }
    context.terminal().print(table.lines());
    return ExitCode.DONE;
  }
}
