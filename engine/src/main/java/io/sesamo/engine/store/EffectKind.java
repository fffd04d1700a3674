package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Effect;
import java.time.Duration;

/** How effects are named in the database. */
enum EffectKind {
  START,
  STOP,
  FORGET;

  static EffectKind of(Effect effect) {
    return switch (effect) {
      case Effect.Start start -> START;
      case Effect.Stop stop -> STOP;
      case Effect.Forget forget -> FORGET;
    };
  }

  Effect effect(String group, int attempt, Duration grace) {
    return switch (this) {
      case START -> new Effect.Start(group, attempt);
      case STOP -> new Effect.Stop(group, attempt, grace);
      case FORGET -> new Effect.Forget(group, attempt);
    };
  }
}
