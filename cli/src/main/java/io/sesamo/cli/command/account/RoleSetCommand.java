package io.sesamo.cli.command.account;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.RoleApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Session;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes a role, or sets what it may do. */
final class RoleSetCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "set",
            "Makes a role, or sets what it may do. docs/roles.md has the rights there are.",
            "sesamo role set pilot --allow 'workflow:*' --allow pool:List --on pool/default",
            "sesamo role set guest --allow '*:Read' --deny credentials:Read",
            "sesamo role set pilot --file pilot.json");
    spec.addPositional(Specs.parameter("NAME", "1", "The role."));
    spec.addOption(Specs.texts("RIGHT", "What it may do; * stands for any part.", "--allow"));
    spec.addOption(
        Specs.texts("RIGHT", "What keeps whoever has it from doing so, come what may.", "--deny"));
    spec.addOption(
        Specs.texts("RESOURCE", "To what: pool/NAME, pool/eu-*; all by default.", "--on"));
    spec.addOption(Specs.text("TEXT", "What it is for.", "--description"));
    spec.addOption(
        Specs.text("FILE", "All of it, as sesamo role show --output json has it.", "--file"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    Json role =
        Specs.text(arguments, "--file").map(RoleSetCommand::read).orElseGet(() -> said(arguments));
    Session session = context.session();
    session.ask(api -> {
      new RoleApi(api.http()).set(name, role);
      return name;
    });
    RoleShowCommand.print(context, session, name);
    return ExitCode.DONE;
  }

  private static Json said(ParseResult arguments) {
    List<String> on = Specs.texts(arguments, "--on");
    List<Object> policies = new ArrayList<>();
    policy("Allow", Specs.texts(arguments, "--allow"), on).ifPresent(policies::add);
    policy("Deny", Specs.texts(arguments, "--deny"), on).ifPresent(policies::add);
    if (policies.isEmpty()) {
      throw CliException.wrong("Say what the role may do: --allow 'workflow:*', or --file FILE.");
    }
    String description = Specs.text(arguments, "--description").orElse("");
    return new Json(Map.of("description", description, "policies", policies));
  }

  private static Optional<Object> policy(String effect, List<String> actions, List<String> on) {
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Map.of(
                "effect", effect,
                "actions", actions,
                "resources", on.isEmpty() ? List.of("*") : on));
  }

  private static Json read(String name) {
    try {
      return Json.read(Files.readString(Path.of(name)));
    } catch (IOException | InvalidPathException unreadable) {
      throw CliException.wrong(name + " cannot be read as UTF-8 text.");
    } catch (IllegalArgumentException notJson) {
      throw CliException.wrong(name + " is " + notJson.getMessage());
    }
  }
}
