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

  public static final Timeouts DEFAULT = new Timeouts(Optional.empty(), Optional.empty());
}
