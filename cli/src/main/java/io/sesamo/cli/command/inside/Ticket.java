package io.sesamo.cli.command.inside;

import io.sesamo.cli.client.ServerException;
import io.sesamo.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;

/** Asks for the key to a stream, until the task runs. */
final class Ticket {

  /** What the server answers while a task does not run yet. */
  private static final int TOO_EARLY = 425;

  private static final Duration PAUSE = Duration.ofMillis(300);

  private Ticket() {}

  /** One question to the server. */
  interface Question<T> {
    T ask() throws IOException;
  }

  static <T> T whenItRuns(String task, Terminal terminal, Question<T> question) throws IOException {
    boolean said = false;
    while (true) {
      try {
        return question.ask();
      } catch (ServerException refused) {
        if (refused.status() != TOO_EARLY) {
          throw refused;
        }
      }
      if (!said && terminal.interactive()) {
        terminal.remark("Waiting until task " + task + " runs ...");
        said = true;
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", closing);
    }
  }
}
