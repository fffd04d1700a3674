package io.sesamo.cli.command;

import java.time.Duration;

/** How often to look: quickly at first, since what is short should not be kept waiting. */
final class Pace {

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(40);

  private Pace() {}

  /**
   * Waits before the next look.
   *
   * @param followed for how long it has been looked at
   * @param longest the longest wait
   */
  static void pause(Duration followed, Duration longest) {
    Duration wanted = followed.dividedBy(20);
    Duration pause = wanted.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : wanted;
    try {
      Thread.sleep(pause.compareTo(longest) > 0 ? longest : pause);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
