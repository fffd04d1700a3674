package io.sesamo.engine.logs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How a line of logs or events looks: NVIDIA OSMO's form, with times in UTC. */
public final class LineFormat {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private LineFormat() {}

  /** {@code YYYY/MM/DD HH:MM:SS [task retry-N][osmo] text}, with a line end. */
  public static String task(Instant at, String task, int attempt, boolean platform, String text) {
    String retry = attempt > 0 ? " retry-" + attempt : "";
    String origin = platform ? "[osmo]" : "";
    return TIME.format(at) + " [" + task + retry + "]" + origin + " " + text + "\n";
  }

  /** {@code YYYY/MM/DD HH:MM:SS text}, with a line end. */
  public static String workflow(Instant at, String text) {
    return TIME.format(at) + " " + text + "\n";
  }
}
