package io.sesamo.engine.lifecycle;

import java.util.Optional;

/**
 * What a table says about one of its pairs: what follows, or why nothing does.
 *
 * @param <T> what can follow
 */
public sealed interface Answer<T> {

  /** It happens. */
  record Taken<T>(T what) implements Answer<T> {}

  /** It changes nothing. */
  record Refused<T>(Refusal why) implements Answer<T> {}

  static <T> Answer<T> taken(T what) {
    return new Taken<>(what);
  }

  static <T> Answer<T> refused(Refusal why) {
    return new Refused<>(why);
  }

  /** What follows; empty when it is refused. */
  default Optional<T> next() {
    return switch (this) {
      case Taken<T> taken -> Optional.of(taken.what());
      case Refused<T> refused -> Optional.empty();
    };
  }

  /** Why nothing follows; empty when something does. */
  default Optional<Refusal> refusal() {
    return switch (this) {
      case Taken<T> taken -> Optional.empty();
      case Refused<T> refused -> Optional.of(refused.why());
    };
  }
}
