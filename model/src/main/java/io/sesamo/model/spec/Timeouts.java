package io.sesamo.model.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits of each group; empty means the pool's default.
 *
 * @param exec from the group's start to its end
 * @param queue from the group's being ready to its start
 */
public record Timeouts(Optional<Duration> exec, Optional<Duration> queue) {

  /** The most that a group may run or wait: OSMO's 60 days. */
  public static final Duration LONGEST = Duration.ofDays(60);

  public static final Timeouts DEFAULT = new Timeouts(Optional.empty(), Optional.empty());
}
