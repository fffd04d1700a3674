package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.UserApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows and sets what somebody has chosen for himself. */
public final class ProfileCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "profile",
            "Shows your pool and those that you may use, or sets it.",
            "sesamo profile",
            "sesamo profile set pool paris");
    spec.addPositional(
        Specs.parameter("set pool POOL", "0..*", "The pool that the osmo command submits to."));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> given = Specs.parameters(arguments);
    Session session = context.session();
    if (!given.isEmpty()) {
      if (given.size() != 3 || !given.subList(0, 2).equals(List.of("set", "pool"))) {
        throw CliException.wrong("Say what to set: sesamo profile set pool POOL.");
      }
      session.ask(api -> {
        new UserApi(api.http()).setPool(given.getLast());
        return given;
      });
    }
    print(context, session.ask(api -> new UserApi(api.http()).profile()));
    return ExitCode.DONE;
  }

  private static void print(Context context, Json profile) {
    if (context.json()) {
      context.printJson(profile);
      return;
    }
    Json own = profile.get("profile");
    String pool = own.get("pool").text();
    context
        .terminal()
        .print(
            new Table()
                .row(
                    new Line().add("user", Style.FAINT),
                    new Line().add(own.get("username").text(), Style.STRONG))
                .row(new Line().add("pool", Style.FAINT), Line.of(pool.isEmpty() ? "none" : pool))
                .row(
                    new Line().add("pools", Style.FAINT),
                    Line.of(String.join(", ", profile.get("pools").texts())))
                .row(
                    new Line().add("roles", Style.FAINT),
                    Line.of(String.join(", ", profile.get("roles").texts())))
                .lines());
  }
}
