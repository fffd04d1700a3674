package io.sesamo.cli;

import io.sesamo.cli.command.CancelCommand;
import io.sesamo.cli.command.CollectCommand;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.CompletionCommand;
import io.sesamo.cli.command.DoctorCommand;
import io.sesamo.cli.command.GraphCommand;
import io.sesamo.cli.command.LinesCommand;
import io.sesamo.cli.command.ListCommand;
import io.sesamo.cli.command.OutputsCommand;
import io.sesamo.cli.command.PlaceCommand;
import io.sesamo.cli.command.RenderCommand;
import io.sesamo.cli.command.RestartCommand;
import io.sesamo.cli.command.RunCommand;
import io.sesamo.cli.command.SchemaCommand;
import io.sesamo.cli.command.ServerCommand;
import io.sesamo.cli.command.SpecCommand;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.StatusCommand;
import io.sesamo.cli.command.SubmitCommand;
import io.sesamo.cli.command.TagCommand;
import io.sesamo.cli.command.ValidateCommand;
import io.sesamo.cli.command.VersionCommand;
import io.sesamo.cli.command.account.AuditCommand;
import io.sesamo.cli.command.account.ContextCommand;
import io.sesamo.cli.command.account.LoginCommand;
import io.sesamo.cli.command.account.LogoutCommand;
import io.sesamo.cli.command.account.ProfileCommand;
import io.sesamo.cli.command.account.RoleCommand;
import io.sesamo.cli.command.account.TokenCommand;
import io.sesamo.cli.command.account.UserCommand;
import io.sesamo.cli.command.account.WhoamiCommand;
import io.sesamo.cli.command.app.AppCommand;
import io.sesamo.cli.command.catalog.CatalogCommand;
import io.sesamo.cli.command.credential.CredentialCommand;
import io.sesamo.cli.command.fleet.FleetCommand;
import io.sesamo.cli.command.inside.ExecCommand;
import io.sesamo.cli.command.inside.ForwardCommand;
import io.sesamo.cli.command.law.LawCommand;
import io.sesamo.cli.command.placement.ExplainCommand;
import io.sesamo.cli.command.placement.UsageCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** All commands by name. Only the one that is called for is made, since making costs time. */
final class CommandTable {

  private static final List<String> NAMES =
      List.of(
          "run",
          "submit",
          "validate",
          "render",
          "graph",
          "schema",
          "list",
          "status",
          "logs",
          "events",
          "spec",
          "cancel",
          "restart",
          "tag",
          "exec",
          "port-forward",
          "outputs",
          "explain",
          "place",
          "usage",
          "gc",
          "app",
          "credential",
          "fleet",
          "law",
          "catalog",
          "context",
          "login",
          "logout",
          "whoami",
          "profile",
          "token",
          "user",
          "role",
          "audit",
          "server",
          "doctor",
          "version",
          "completion");

  private CommandTable() {}

  static Optional<Command> find(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "run" -> new RunCommand();
          case "submit" -> new SubmitCommand();
          case "validate" -> new ValidateCommand();
          case "render" -> new RenderCommand();
          case "graph" -> new GraphCommand();
          case "schema" -> new SchemaCommand();
          case "list" -> new ListCommand();
          case "status" -> new StatusCommand();
          case "logs" -> new LinesCommand(LinesCommand.Kind.LOGS);
          case "events" -> new LinesCommand(LinesCommand.Kind.EVENTS);
          case "spec" -> new SpecCommand();
          case "cancel" -> new CancelCommand();
          case "restart" -> new RestartCommand();
          case "tag" -> new TagCommand();
          case "app" -> AppCommand.group();
          case "exec" -> new ExecCommand();
          case "port-forward" -> new ForwardCommand();
          case "outputs" -> new OutputsCommand();
          case "place" -> new PlaceCommand();
          case "explain" -> new ExplainCommand();
          case "usage" -> new UsageCommand();
          case "gc" -> new CollectCommand();
          case "credential" -> new CredentialCommand();
          case "fleet" -> new FleetCommand();
          case "law" -> new LawCommand();
          case "catalog" -> new CatalogCommand();
          case "context" -> ContextCommand.group();
          case "login" -> new LoginCommand();
          case "logout" -> new LogoutCommand();
          case "whoami" -> new WhoamiCommand();
          case "profile" -> new ProfileCommand();
          case "token" -> TokenCommand.group();
          case "user" -> UserCommand.group();
          case "role" -> RoleCommand.group();
          case "audit" -> new AuditCommand();
          case "server" -> new ServerCommand();
          case "doctor" -> new DoctorCommand();
          case "version" -> new VersionCommand();
          case "completion" -> new CompletionCommand(CommandTable::everything);
          default -> null;
        });
  }

  /** The whole command line, for help, completion and what was mistyped. */
  static CommandLine everything() {
    return of(NAMES);
  }

  /** The command line with one command. */
  static CommandLine only(String name) {
    return of(List.of(name));
  }

  private static CommandLine of(List<String> names) {
    CommandSpec root = Specs.plain("sesamo", "Runs Physical-AI workflows in NVIDIA OSMO's format.");
    root.usageMessage().footerHeading("%nExample:%n").footer("  sesamo run examples/hello.yaml");
    root.addOption(
        OptionSpec.builder("--version")
            .type(boolean.class)
            .description("Shows which Sesamo this is.")
            .build());
    root.addOption(Specs.context());
    for (String name : names) {
      find(name).ifPresent(command -> root.addSubcommand(name, command.spec()));
    }
    return new CommandLine(root);
  }
}
