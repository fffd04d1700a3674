package io.sesamo.cli.terminal;

import io.sesamo.cli.terminal.Terminal.Window;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Finds out what this process writes to. */
public final class Terminals {

  private static final Window USUAL = new Window(80, 24);

  private Terminals() {}

  /** Whether both input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // where there is no terminal, Java 25 gives null again
  private static boolean interactive() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Colours are shown on a terminal, unless {@code NO_COLOR} is set or it is a dumb one. */
  public static Terminal ofThisProcess(Map<String, String> environment) {
    boolean interactive = interactive();
    boolean colours =
        interactive
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        interactive,
        colours,
        Terminals::window);
  }

  /** Buffered, UTF-8 whatever the locale: specs, logs and our own signs are. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        true,
        StandardCharsets.UTF_8);
  }

  /** Asks the terminal each time, since windows are resized. */
  private static Window window() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      String[] size = answer.split(" ", -1);
      if (size.length == 2 && answer.matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
        return new Window(Integer.parseInt(size[1]), Integer.parseInt(size[0]));
      }
    } catch (IOException noStty) {
      return USUAL;
    }
    return USUAL;
  }
}
