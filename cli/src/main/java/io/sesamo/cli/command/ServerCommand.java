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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Starts, stops and shows the server that runs the workflows. */
public final class ServerCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec start = ServerStart.spec();
    CommandSpec spec = Specs.plain("server", "The server that runs the workflows.");
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
    List<String> words = new ArrayList<>(ServerStart.words(arguments));
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

  private static ExitCode foreground(List<String> words, Context context) {
    context.home().make();
    try {
      int code = context.program().with(words).runInForeground(context.home());
      if (code == 0 || code == ExitCode.INTERRUPTED.number()) {
        return ExitCode.DONE;
      }
      return code == ExitCode.WRONG.number() ? ExitCode.WRONG : ExitCode.REFUSED;
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
    context.terminal().print(Line.of(words).add(server.publicUrl(), Style.STRONG));
    context
        .terminal()
        .print(
            Line.of(
                "  process "
                    + server.pid()
                    + ", version "
                    + server.version()
                    + (server.busy() ? ", workflows run" : ", nothing runs")));
    if (server.devAuth()) {
      context
          .terminal()
          .print(
              Line.of("")
                  .add(
                      "  --dev-auth: anybody on this machine may be anybody, by a name alone.",
                      Style.BAD));
    }
    if (!server.publicUrl().equals(server.url())) {
      context.terminal().print(Line.of("  for commands of this machine " + server.url()));
    }
    context.terminal().print(Line.of("  home " + context.home().folder()));
    context.terminal().print(Line.of("  log  " + context.link().log()));
    return ExitCode.DONE;
  }
}
