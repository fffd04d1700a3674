package io.sesamo.cli.command;

import io.sesamo.cli.client.Api.AppVersion;
import io.sesamo.cli.client.Api.Submission;
import io.sesamo.cli.client.FleetApi;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.WorkflowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What {@code run}, {@code submit} and {@code validate} have in common. */
final class SubmitOptions {

  /** Where it runs best: a server with one pool takes that. */
  private static final String POOL = FleetPool.ANY;

  /** A server does not know the file's name, and calls it so in what it says. */
  private static final String SERVERS_NAME = "workflow:";

  private static final List<String> PRIORITIES = List.of("HIGH", "NORMAL", "LOW");

  private SubmitOptions() {}

  /**
   * A workflow that was taken in.
   *
   * @param name its id
   */
  record Submitted(String name, List<String> warnings, WorkflowSpec spec) {}

  static void addTo(CommandSpec spec) {
    addTo(spec, "1");
  }

  static void addTo(CommandSpec spec, String files) {
    boolean several = files.endsWith("*");
    spec.addPositional(
        Specs.parameter(
            "FILE", files, several ? "The workflows, YAML files." : "The workflow, a YAML file."));
    addOptionsTo(spec);
  }

  /** All but the file. */
  static void addOptionsTo(CommandSpec spec) {
    addVariables(spec);
    spec.addOption(
        Specs.texts("NAME=VALUE", "Sets an environment variable for every task.", "--set-env"));
    spec.addOption(Specs.text("POOL", "Where it runs (where it runs best).", "--pool"));
    spec.addOption(Specs.text("PRIORITY", "HIGH, NORMAL or LOW (NORMAL).", "--priority"));
    spec.addOption(Specs.texts("KEY=VALUE", "Adds a label.", "--label"));
  }

  /** The fleet that the server is to have. */
  static void addFleetTo(CommandSpec spec) {
    spec.addOption(
        Specs.text(
            "FILE",
            "The fleet to run it in; applied first, if the server has another.",
            "--fleet"));
  }

  private static void useFleet(ParseResult arguments, Session session) {
    if (arguments.commandSpec().findOption("--fleet") == null) {
      return;
    }
    Specs.text(arguments, "--fleet")
        .ifPresent(name -> {
          String text = read(name);
          Json answer =
              session.ask(
                  api -> new FleetApi(api.http()).use(name, text), "The server refuses the fleet.");
          answer.get("warnings").texts().forEach(session::remark);
          if (answer.get("applied").isTrue()) { // it holds even when the workflow is refused
            session.remark("Applied " + name + ", version " + answer.get("version").text() + ".");
          }
        });
  }

  private static String read(String name) {
    try {
      return Files.readString(Path.of(name));
    } catch (IOException | InvalidPathException unreadable) {
      throw CliException.wrong(name + " cannot be read as UTF-8 text.");
    }
  }

  /** The options that fill templates in. */
  static void addVariables(CommandSpec spec) {
    spec.addOption(
        Specs.texts("KEY=VALUE", "Sets a template variable; a number becomes a number.", "--set"));
    spec.addOption(Specs.texts("KEY=VALUE", "Sets a template variable to a text.", "--set-string"));
  }

  static SpecFile.Settings settings(ParseResult arguments) {
    return new SpecFile.Settings(
        Specs.texts(arguments, "--set"),
        Specs.texts(arguments, "--set-string"),
        known(arguments, "--set-env"),
        known(arguments, "--label"));
  }

  /** The values of an option that not every command has. */
  private static List<String> known(ParseResult arguments, String option) {
    return arguments.commandSpec().findOption(option) == null
        ? List.of()
        : Specs.texts(arguments, option);
  }

  /** Checks the file here, then hands it to the server, which knows how many tasks it may have. */
  static Submitted submit(ParseResult arguments, Session session) {
    priority(arguments);
    String name = Specs.parameter(arguments).orElse("");
    SpecFile file = SpecFile.read(name, settings(arguments), SpecReader.MOST_TASKS);
    useFleet(arguments, session);
    return submit(arguments, session, name, file, Optional.empty(), false);
  }

  /** Hands in a workflow that the server keeps. */
  static Submitted submit(
      ParseResult arguments, Session session, String name, String text, AppVersion app) {
    priority(arguments);
    SpecFile file = SpecFile.of(name, text, settings(arguments), SpecReader.MOST_TASKS);
    useFleet(arguments, session);
    return submit(arguments, session, name, file, Optional.of(app), false);
  }

  /**
   * Hands a file to the server.
   *
   * @param app where it comes from, if it is of an app
   * @param checkOnly whether the server is only to say if it could run
   */
  static Submitted submit(
      ParseResult arguments,
      Session session,
      String name,
      SpecFile file,
      Optional<AppVersion> app,
      boolean checkOnly) {
    SpecFile.Settings settings = settings(arguments);
    Submission submission =
        new Submission(
            file.text(),
            file.template(),
            settings.set(),
            settings.setString(),
            settings.environment(),
            priority(arguments),
            Specs.texts(arguments, "--label"),
            app);
    String pool = Specs.text(arguments, "--pool").orElse(POOL);
    Json answer =
        session.askOnce(
            api -> api.submit(pool, submission, checkOnly),
            "`sesamo list` shows whether the workflow was taken in.");
    Set<String> warnings = new LinkedHashSet<>(file.warnings());
    for (String warning : answer.get("warnings").texts()) {
      boolean place = warning.startsWith(SERVERS_NAME);
      warnings.add(place ? name + warning.substring(SERVERS_NAME.length() - 1) : warning);
    }
    return new Submitted(answer.get("name").text(), List.copyOf(warnings), file.spec());
  }

  /** The priority that was asked for; refuses one that there is not. */
  static Optional<String> priority(ParseResult arguments) {
    return Specs.text(arguments, "--priority").map(SubmitOptions::checkedPriority);
  }

  private static String checkedPriority(String given) {
    String priority = given.toUpperCase(Locale.ROOT);
    if (!PRIORITIES.contains(priority)) {
      throw CliException.wrong(
          "--priority is " + String.join(", ", PRIORITIES) + ", not '" + given + "'.");
    }
    return priority;
  }
}
