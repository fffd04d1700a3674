package io.sesamo.engine.lifecycle;

import java.time.Duration;

/** Something to be done outside, written down in the same transaction as the state it follows. */
public sealed interface Effect {

  String group();

  int attempt();

  /** Hand the group's launch to the backend of the pool it was placed in. */
  record Start(String group, int attempt) implements Effect {}

  /** Stop what still runs of the launch. */
  record Stop(String group, int attempt, Duration grace) implements Effect {}

  /** Every task of the launch has ended: the backend may tidy up. */
  record Forget(String group, int attempt) implements Effect {}
}
