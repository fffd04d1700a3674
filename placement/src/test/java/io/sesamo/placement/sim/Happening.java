package io.sesamo.placement.sim;

import java.time.Instant;

/** What befalls a fleet from outside. */
public sealed interface Happening {

  Instant at();

  /** A pool is drained: its groups are stopped and queued again. */
  record Drain(Instant at, String pool) implements Happening {}

  /** It is open again. */
  record Resume(Instant at, String pool) implements Happening {}

  /** A node takes no new work; what runs there goes on. */
  record Cordon(Instant at, String pool, String node) implements Happening {}

  /** It takes new work again. */
  record Uncordon(Instant at, String pool, String node) implements Happening {}

  /** Another law, for all that is placed from now on. */
  record NewLaw(Instant at, Flow.Law law) implements Happening {}
}
