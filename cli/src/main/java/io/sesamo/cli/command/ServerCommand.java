package io.sesamo.cli.command;

import io.sesamo.cli.background.Reasons;
import io.sesamo.cli.background.RunningServer;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.NamedServer;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Starts, stops and shows the server that runs the workflows. */
public final class ServerCommand implements Command {

  private static final Set<String> SANDBOXES = Set.of("required", "where-possible", "none");

  @Override
  public CommandSpec spec() {
    CommandSpec start =
        Specs.command(
            "start",
            "Starts the server in the background, until it is stopped. Other commands start it by"
                + " themselves, and then it ends after 30 minutes without work.",
            "sesamo server start --port 9000");
    start.addOption(Specs.number("N", "The port to listen on (a free one).", "--port"));
    start.addOption(
        Specs.flag(
            "Lets every program of this machine in by a user name, as `osmo login --method dev`"
                + " does, without a secret.",
            "--dev-auth"));
    start.addOption(
        Specs.text(
            "RULE",
            "Whether tasks may run without a sandbox: required, where-possible (the default) or"
                + " none.",
            "--sandbox"));
    start.addOption(
        Specs.text(
            "FORMAT",
            "How the lines of the server's log look: text (the default), or json, an object a"
                + " line.",
            "--log-format"));
    start.addOption(Specs.flag("Stays in this terminal until Ctrl-C.", "--foreground"));
    CommandSpec spec =
        Specs.plain("server", "The server of this machine, which runs the workflows.");
    spec.addSubcommand("start", start);
    spec.addSubcommand(
        "stop",
        Specs.command(
            "stop",
            "Stops the server. Tasks run on; the next command starts a server that goes on with"
                + " them.",
            "sesamo server stop"));
    spec.addSubcommand(
        "status",
        Specs.command(
            "status", "Shows the server, and starts none.", "sesamo server status -o json"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    if (!arguments.hasSubcommand()) {
      throw CliException.wrong("Say what: sesamo server start, stop or status.");
    }
    ParseResult subcommand = arguments.subcommand();
    return switch (subcommand.commandSpec().name()) {
      case "start" -> start(subcommand, context);
      case "stop" -> stop(context);
      default -> status(context);
    };
  }

  private static ExitCode start(ParseResult arguments, Context context) {
    context.requireLocal("A server is started");
    List<String> words = new ArrayList<>();
    Optional<Integer> port = Specs.number(arguments, "--port");
    if (port.isPresent()) {
      if (port.get() < 0 || port.get() > 65_535) {
        throw CliException.wrong("--port is 1 to 65535, not " + port.get() + ".");
      }
      words.addAll(List.of("--port", String.valueOf(port.get())));
    }
    if (Specs.isSet(arguments, "--dev-auth")) {
      words.add("--dev-auth");
    }
    Specs.text(arguments, "--sandbox")
        .ifPresent(rule -> words.addAll(List.of("--sandbox", checkedSandbox(rule))));
    Specs.text(arguments, "--log-format")
        .ifPresent(format -> words.addAll(List.of("--log-format", format)));
    Optional<RunningServer> running = context.link().find();
    if (running.isPresent()) {
      if (!words.isEmpty()) {
        throw CliException.refused(
            "The server runs already at "
                + running.get().url()
                + ". To start it with other options: sesamo server stop, then start again.");
      }
      return print(running.get(), "The server runs already at ", context);
    }
    words.addAll(List.of("--idle-stop", "0"));
    if (Specs.isSet(arguments, "--foreground")) {
      return foreground(words, context);
    }
    return print(context.link().start(words), "The server runs at ", context);
  }

  private static String checkedSandbox(String rule) {
    if (!SANDBOXES.contains(rule)) {
      throw CliException.wrong(
          "--sandbox is required, where-possible or none, not '" + rule + "'.");
    }
    return rule;
  }

  private static ExitCode foreground(List<String> words, Context context) {
    context.home().make();
    try {
      int code = context.program().with(words).runInForeground(context.home());
      return code == 0 || code == ExitCode.INTERRUPTED.number() ? ExitCode.DONE : ExitCode.REFUSED;
    } catch (IOException failure) {
      throw CliException.refused("The server cannot be started: " + Reasons.of(failure) + ".");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private static ExitCode stop(Context context) {
    context.requireLocal("A server is stopped");
    Optional<RunningServer> running = context.link().find();
    running.ifPresent(context.link()::stop);
    if (context.json()) {
      context.printJson(Map.of("stopped", running.isPresent()));
    } else {
      context.terminal().print(running.isPresent() ? "The server has stopped." : "No server runs.");
    }
    return ExitCode.DONE;
  }

  private static ExitCode status(Context context) {
    Optional<NamedServer> remote = context.remote();
    if (remote.isPresent()) {
      return status(remote.get(), context);
    }
    Optional<RunningServer> running = context.link().find();
    if (running.isPresent()) {
      return print(running.get(), "The server runs at ", context);
    }
    if (context.json()) {
      context.printJson(Map.of("running", false));
    } else {
      context.terminal().print("No server runs. The next command that needs one starts it.");
    }
    return ExitCode.DONE;
  }

  private static ExitCode status(NamedServer server, Context context) {
    Json facts = context.session().ask(api -> api.http().get("/api/sesamo/v1/server"));
    if (context.json()) {
      Map<String, Json> members = facts.members();
      members.put("running", new Json(true));
      context.printJson(members);
      return ExitCode.DONE;
    }
    context.terminal().print(Line.of("The server runs at ").add(server.url(), Style.STRONG));
    context
        .terminal()
        .print(
            Line.of(
                "  version "
                    + facts.get("version").text()
                    + (facts.get("busy").isTrue() ? ", workflows run" : ", nothing runs")));
    return ExitCode.DONE;
  }

  private static ExitCode print(RunningServer server, String words, Context context) {
    if (context.json()) {
      Map<String, Json> members = server.facts().members();
      members.put("running", new Json(true));
      members.put("log", new Json(context.link().log().toString()));
      context.printJson(members);
      return ExitCode.DONE;
    }
    context.terminal().print(Line.of(words).add(server.url(), Style.STRONG));
    context
        .terminal()
        .print(
            Line.of(
                "  process "
                    + server.pid()
                    + ", version "
                    + server.version()
                    + (server.busy() ? ", workflows run" : ", nothing runs")));
    context.terminal().print(Line.of("  home " + context.home().folder()));
    context.terminal().print(Line.of("  log  " + context.link().log()));
    return ExitCode.DONE;
  }
}
