package io.sesamo.law.condition;

import io.sesamo.law.Fact;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a compiled condition. Its value is a {@link Boolean}, {@link Double}, {@link String} or
 * list of strings; null when it cannot be told, since a fact is missing. Immutable.
 */
sealed interface Term
    permits Terms.Constant,
        Terms.Asked,
        Terms.Item,
        Terms.Known,
        Terms.Junction,
        Terms.Not,
        Terms.Choice,
        Terms.Binary,
        Terms.InGroup,
        Terms.Each {

  /**
   * Its value.
   *
   * @param facts by {@link Fact#slot}; null: missing
   * @param item the list's item in hand, inside {@code exists} and {@code all}
   */
  @Nullable Object value(@Nullable Object[] facts, @Nullable Object item);

  /** Adds the facts for whose lack it has no value; only asked where {@link #value} gave null. */
  void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into);

  /**
   * The term as it is on a day.
   *
   * @param groups the members of groups on that day
   */
  default Term bind(Function<String, Members> groups) {
    return this;
  }
}
