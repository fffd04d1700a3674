package io.sesamo.model.fleet;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A number with where it is from, so that a decision that rests on it can say so.
 *
 * @param value in the unit of the field that holds it
 * @param source for people, as in {@code the catalogue}
 */
public record Figure(double value, String source) {

  /** What the fleet's file says, or else the catalogue; empty where neither knows it. */
  static Optional<Figure> of(OptionalDouble stated, OptionalDouble known) {
    if (stated.isPresent()) {
      return Optional.of(new Figure(stated.getAsDouble(), "the fleet's file"));
    }
    return known.isPresent()
        ? Optional.of(new Figure(known.getAsDouble(), "the catalogue"))
        : Optional.empty();
  }
}
