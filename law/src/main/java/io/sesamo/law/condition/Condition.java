package io.sesamo.law.condition;

import io.sesamo.law.Fact;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition that has been checked, as it is on one day. Immutable. */
public final class Condition {

  /** Whether a condition holds. */
  public enum Truth {
    TRUE,
    FALSE,
    /** It depends on a fact that is missing. */
    UNKNOWN
  }

  private final Term term;

  Condition(Term term) {
    this.term = term;
  }

  /**
   * Whether it holds.
   *
   * @param facts by {@link Fact#slot}: Boolean, Double, String or list of strings; null: missing
   */
  public Truth of(@Nullable Object[] facts) {
    Object value = term.value(facts, null);
    if (value == null) {
      return Truth.UNKNOWN;
    }
    return value.equals(true) ? Truth.TRUE : Truth.FALSE;
  }

  /** The facts for whose lack it is unknown. */
  public Set<Fact> missing(@Nullable Object[] facts) {
    Set<Fact> missing = EnumSet.noneOf(Fact.class);
    if (of(facts) == Truth.UNKNOWN) {
      term.missing(facts, null, missing);
    }
    return missing;
  }

  /** A checked condition, from which that of a day is made. */
  public interface Checked {

    /** As it is on that day. */
    Condition on(LocalDate date);

    /** Days that stand in it: there it may change. */
    Set<LocalDate> days();

    /** The facts that it asks for. */
    Set<Fact> facts();
  }
}
