package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.LiveScreen;
import io.sesamo.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Shows an answer once, or again as it changes: drawn in place where a person looks on, else
 * written anew after each change, so that programs read one value a line.
 */
public final class Watch {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private Watch() {}

  /**
   * What is seen at one look.
   *
   * @param lines for people
   * @param ended whether it will not change any more
   */
  public record Look(Json value, List<Line> lines, boolean ended) {
    public Look {
      lines = List.copyOf(lines);
    }
  }

  public static OptionSpec option() {
    return Specs.flag("Shows it again as it changes, until Ctrl-C.", "-w", "--watch");
  }

  /** Shows what there is to see, and goes on if that was asked for; gives the last look. */
  public static Look show(ParseResult arguments, Context context, Supplier<Look> looks) {
    Look look = looks.get();
    if (!Specs.isSet(arguments, "--watch")) {
      print(look, context);
      return look;
    }
    LiveScreen screen = new LiveScreen(context.terminal().output(), context.terminal().colours());
    Instant started = context.now();
    Terminal terminal = context.terminal();
    String before = "";
    while (true) {
      String now = look.value().write();
      if (terminal.interactive() && !context.json()) {
        screen.draw(look.lines(), terminal.window().get());
      } else if (!now.equals(before)) {
        if (context.output() == Output.YAML && !before.isEmpty()) {
          context.terminal().output().println("---"); // another document
        }
        print(look, context);
      }
      before = now;
      if (look.ended() || Thread.currentThread().isInterrupted()) {
        return look;
      }
      Pace.pause(Duration.between(started, context.now()), LONGEST_PAUSE);
      look = looks.get();
    }
  }

  private static void print(Look look, Context context) {
    if (context.json()) {
      context.printJson(look.value());
    } else {
      context.terminal().print(look.lines());
    }
    if (context.terminal().output().checkError()) { // it flushes, too
      throw new Terminal.ClosedException();
    }
  }
}
