package io.sesamo.cli.command;

import io.sesamo.cli.client.Api;
import io.sesamo.cli.client.Api.LineQuery;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows what tasks wrote, or what happened to them. */
public final class LinesCommand implements Command {

  /** What kind of lines there are. */
  public enum Kind {
    LOGS,
    EVENTS
  }

  private final Kind kind;

  public LinesCommand(Kind kind) {
    this.kind = kind;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        switch (kind) {
          case LOGS ->
              Specs.command(
                  "logs",
                  "Shows what the tasks of a workflow wrote.",
                  "sesamo logs -f                   # follows the newest workflow",
                  "sesamo logs hello-1 --task write -n 20");
          case EVENTS ->
              Specs.command(
                  "events",
                  "Shows what happened to a workflow's tasks, and when.",
                  "sesamo events hello-1");
        };
    spec.addPositional(Specs.parameter("ID", "0..1", "The workflow (the newest)."));
    spec.addOption(Specs.flag("Goes on until the workflow has finished.", "-f", "--follow"));
    spec.addOption(Specs.text("TASK", "Only this task's lines.", "-t", "--task"));
    spec.addOption(
        Specs.number(
            "N", "This attempt's lines, 0 for the first; a task's last by default.", "--attempt"));
    spec.addOption(Specs.number("LINES", "Only so many from the end.", "-n", "--lines"));
    if (kind == Kind.LOGS) {
      spec.addOption(Specs.flag("Only standard error and Sesamo's own words.", "-e", "--error"));
    }
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    Session session = context.session();
    String id = session.idOrNewest(Specs.parameter(arguments));
    LineQuery query =
        new LineQuery(
            Specs.text(arguments, "--task"),
            atLeast(arguments, "--attempt", 0),
            atLeast(arguments, "--lines", 1),
            kind == Kind.LOGS && Specs.isSet(arguments, "--error"),
            Specs.isSet(arguments, "--follow"));
    List<String> collected = new ArrayList<>();
    Counted lines = new Counted(context.json() ? collected::add : shown(context.terminal()));
    session.askOf(
        id,
        api -> {
          lines.startAgain();
          if (lines.begun() && query.last().isPresent()) {
            throw CliException.later("The server went away. To go on: sesamo logs -f " + id + ".");
          }
          read(api, id, query, lines);
          return id;
        });
    if (context.json()) {
      context.printJson(Map.of("name", id, "lines", collected));
    }
    return ExitCode.DONE;
  }

  /**
   * What tasks wrote goes into a file as it is; what the server says of them is always harmless.
   */
  private Consumer<String> shown(Terminal terminal) {
    return switch (kind) {
      case LOGS -> terminal::print;
      case EVENTS -> line -> terminal.print(Line.of(line));
    };
  }

  private void read(Api api, String id, LineQuery query, Consumer<String> line) throws IOException {
    switch (kind) {
      case LOGS -> api.logs(id, query, line);
      case EVENTS -> api.events(id, query, line);
    }
  }

  private static OptionalInt atLeast(ParseResult arguments, String option, int least) {
    OptionalInt given =
        Specs.number(arguments, option).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    if (given.isPresent() && given.getAsInt() < least) {
      throw CliException.wrong(option + " is a number from " + least + " on.");
    }
    return given;
  }

  /**
   * Leaves out what was shown already when a stream that broke off is read again. It counts by
   * task, since only the lines of one task always come in the same order.
   */
  private static final class Counted implements Consumer<String> {
    private final Consumer<String> shown;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Integer> skips = new HashMap<>();

    Counted(Consumer<String> shown) {
      this.shown = shown;
    }

    boolean begun() {
      return !counts.isEmpty();
    }

    void startAgain() {
      skips.clear();
      skips.putAll(counts);
    }

    @Override
    public void accept(String line) {
      String origin = line.substring(0, Math.max(0, line.indexOf(']'))).replaceFirst(".*\\[", "");
      if (skips.merge(origin, -1, Integer::sum) < 0) {
        counts.merge(origin, 1, Integer::sum);
        shown.accept(line);
      }
    }
  }
}
