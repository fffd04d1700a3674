package io.sesamo.cli.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sun.misc.Signal;

/**
 * The terminal of this process while a program elsewhere uses it: every key goes there, Ctrl-C too,
 * and nothing is echoed here. It becomes as it was however this process ends, unless it is killed.
 */
public final class RawTerminal {

  private final String settings;
  private final Thread atTheEnd = new Thread(this::restore, "terminal");

  private RawTerminal(String settings) {
    this.settings = settings;
  }

  /**
   * Hands it over.
   *
   * @throws IOException when this is no terminal, or {@code stty} is missing
   */
  public static RawTerminal open() throws IOException {
    RawTerminal terminal = new RawTerminal(stty(List.of("-g")));
    Runtime.getRuntime().addShutdownHook(terminal.atTheEnd);
    stty(List.of("raw", "-echo"));
    return terminal;
  }

  /** Does that whenever the window gets another size. */
  public static void onResize(Runnable action) {
    Signal.handle(new Signal("WINCH"), signal -> action.run());
  }

  private static String stty(List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("stty"));
    words.addAll(arguments);
    Process process =
        new ProcessBuilder(words)
            .redirectInput(Redirect.INHERIT)
            .redirectError(Redirect.DISCARD)
            .start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("stty does not know this terminal");
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", closing);
    }
    return answer;
  }

  private void restore() {
    try {
      stty(List.of(settings));
    } catch (IOException gone) {
      // The window was closed.
    }
  }

  /** Takes it back. */
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException endingAnyway) {
      // Restoring twice does no harm.
    }
  }
}
