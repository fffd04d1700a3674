package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Interrupts;
import io.sesamo.cli.terminal.LiveScreen;
import io.sesamo.cli.terminal.Terminal;
import io.sesamo.cli.terminal.Terminal.Window;
import io.sesamo.cli.view.ChangeLog;
import io.sesamo.cli.view.ProgressTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a workflow to its end: as a table that is drawn again in place where a person looks on,
 * else as a line for each change. Ctrl-C asks what to do, and never cancels by itself.
 */
final class Follower {

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final int LOOKS_PER_WINDOW = 10;

  private final Context context;
  private final Session session;
  private final String id;
  private final Interrupts interrupts;
  private final ChangeLog changes;
  private final LiveScreen screen;
  private @Nullable Window window;
  private int looks;

  Follower(Context context, Session session, String id, Interrupts interrupts) {
    this.context = context;
    this.session = session;
    this.id = id;
    this.interrupts = interrupts;
    this.changes = new ChangeLog(context.zone());
    this.screen = new LiveScreen(context.terminal().output(), context.terminal().colours());
  }

  /** The workflow when it has finished; empty when the person leaves it running. */
  Optional<Json> follow() {
    Instant started = context.now();
    while (true) {
      Json json = session.ask(api -> api.workflow(id));
      Workflow workflow = Workflow.of(json);
      show(workflow);
      if (workflow.status().finished()) {
        return Optional.of(json);
      }
      if (interrupts.taken() > 0 && !goesOn()) {
        return Optional.empty();
      }
      Pace.pause(Duration.between(started, context.now()), LONGEST_PAUSE);
    }
  }

  private void show(Workflow workflow) {
    Terminal terminal = context.terminal();
    if (context.json()) {
      return;
    }
    if (terminal.interactive()) {
      Window window = window();
      screen.draw(ProgressTable.of(workflow, context.now(), window.rows() - 1), window);
    } else {
      changes.changes(workflow, context.now()).forEach(terminal::print);
    }
  }

  /** Asked for now and then only, since asking starts a program. */
  private Window window() {
    Window known = window;
    if (known == null || looks++ % LOOKS_PER_WINDOW == 0) {
      known = context.terminal().window().get();
      window = known;
    }
    return known;
  }

  /** Asks what Ctrl-C was meant for; false when the workflow is to be left alone. */
  private boolean goesOn() {
    Terminal terminal = context.terminal();
    if (!terminal.interactive() || context.json()) {
      return false;
    }
    screen.leave();
    BufferedReader answers =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    while (true) {
      terminal.output().print("Cancel it (c), leave it running (l), or go on (g)? ");
      terminal.output().flush();
      String answer = interrupts.during(this::leaveAtOnce, () -> answer(answers));
      switch (answer) {
        case "c", "cancel" -> {
          cancel();
          return true;
        }
        case "l", "leave" -> {
          return false;
        }
        case "g", "go on", "" -> {
          return true;
        }
        default -> terminal.print("Please type c, l or g.");
      }
    }
  }

  /** Ctrl-C in answer to the question: a read from a terminal cannot be stopped otherwise. */
  private void leaveAtOnce() {
    context.terminal().output().println();
    context.terminal().print(id + " goes on without you. See: sesamo status " + id);
    context.terminal().output().flush();
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
  }

  private static String answer(BufferedReader answers) {
    try {
      return Optional.ofNullable(answers.readLine()).orElse("l").strip().toLowerCase(Locale.ROOT);
    } catch (IOException noTerminal) {
      return "l";
    }
  }

  private void cancel() {
    session.ask(api -> {
      api.cancel(id, false, "");
      return id;
    });
    context.terminal().print("Cancelling " + id + " ...");
  }
}
