package io.sesamo.law.condition;

import io.sesamo.law.Fact;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of terms. {@code and}, {@code or} and {@code not} follow Kleene's logic, as CEL's do.
 */
final class Terms {

  private Terms() {}

  record Constant(Object constant) implements Term {
    @Override
    public Object value(@Nullable Object[] facts, @Nullable Object item) {
      return constant;
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {}
  }

  record Asked(Fact fact, int slot) implements Term {
    Asked(Fact fact) {
      this(fact, fact.slot());
    }

    @Override
    public @Nullable Object value(@Nullable Object[] facts, @Nullable Object item) {
      return facts[slot];
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {
      into.add(fact);
    }
  }

  /** The item in hand. */
  record Item() implements Term {
    @Override
    public @Nullable Object value(@Nullable Object[] facts, @Nullable Object item) {
      return item;
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {}
  }

  /** Whether a fact is there. */
  record Known(Term term) implements Term {
    @Override
    public Term bind(Function<String, Members> groups) {
      return new Known(term.bind(groups));
    }

    @Override
    public Object value(@Nullable Object[] facts, @Nullable Object item) {
      return term.value(facts, item) != null;
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {}
  }

  /** Decides as soon as one part is {@code decisive}; without one, nothing missing may remain. */
  record Junction(Term left, Term right, Boolean decisive) implements Term {
    @Override
    public Term bind(Function<String, Members> groups) {
      return new Junction(left.bind(groups), right.bind(groups), decisive);
    }

    @Override
    public @Nullable Object value(@Nullable Object[] facts, @Nullable Object item) {
      Object first = left.value(facts, item);
      if (decisive.equals(first)) {
        return decisive;
      }
      Object second = right.value(facts, item);
      return first == null && !decisive.equals(second) ? null : second;
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {
      if (left.value(facts, item) == null) {
        left.missing(facts, item, into);
      }
      if (right.value(facts, item) == null) {
        right.missing(facts, item, into);
      }
    }
  }

  record Not(Term term) implements Term {
    @Override
    public Term bind(Function<String, Members> groups) {
      return new Not(term.bind(groups));
    }

    @Override
    public @Nullable Object value(@Nullable Object[] facts, @Nullable Object item) {
      Object value = term.value(facts, item);
      return value == null ? null : (Object) value.equals(false);
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {
      term.missing(facts, item, into);
    }
  }

  record Choice(Term test, Term yes, Term no) implements Term {
    @Override
    public Term bind(Function<String, Members> groups) {
      return new Choice(test.bind(groups), yes.bind(groups), no.bind(groups));
    }

    @Override
    public @Nullable Object value(@Nullable Object[] facts, @Nullable Object item) {
      Object chosen = test.value(facts, item);
      if (chosen == null) {
        return null;
      }
      return (chosen.equals(true) ? yes : no).value(facts, item);
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {
      Object chosen = test.value(facts, item);
      (chosen == null ? test : chosen.equals(true) ? yes : no).missing(facts, item, into);
    }
  }

  /** A function of two values, with a value only where both have one. */
  record Binary(Term left, Term right, Operation operation) implements Term {
    @Override
    public Term bind(Function<String, Members> groups) {
      return new Binary(left.bind(groups), right.bind(groups), operation);
    }

    @Override
    public @Nullable Object value(@Nullable Object[] facts, @Nullable Object item) {
      Object first = left.value(facts, item);
      if (first == null) {
        return null;
      }
      Object second = right.value(facts, item);
      return second == null ? null : operation.of(first, second);
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {
      for (Term term : List.of(left, right)) {
        if (term.value(facts, item) == null) {
          term.missing(facts, item, into);
        }
      }
    }
  }

  /**
   * Whether a country belongs to a group.
   *
   * @param members on the day for which the term was bound; before, nobody
   */
  record InGroup(Term country, String group, Members members) implements Term {
    @Override
    public Term bind(Function<String, Members> groups) {
      return new InGroup(country.bind(groups), group, groups.apply(group));
    }

    @Override
    public @Nullable Object value(@Nullable Object[] facts, @Nullable Object item) {
      Object code = country.value(facts, item);
      return code == null || members.doubtful().contains(code)
          ? null
          : (Object) members.known().contains(code);
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {
      if (country instanceof Asked asked) {
        into.add(asked.fact()); // it may be there, and only the membership in doubt
      } else {
        country.missing(facts, item, into);
      }
    }
  }

  /** {@code exists} with TRUE as what decides, {@code all} with FALSE. */
  record Each(Term list, Term body, Boolean decisive) implements Term {
    @Override
    public Term bind(Function<String, Members> groups) {
      return new Each(list.bind(groups), body.bind(groups), decisive);
    }

    @Override
    public @Nullable Object value(@Nullable Object[] facts, @Nullable Object item) {
      if (!(list.value(facts, item) instanceof List<?> items)) {
        return null;
      }
      boolean open = false;
      for (int i = 0; i < items.size(); i++) {
        Object value = body.value(facts, items.get(i));
        if (decisive.equals(value)) {
          return decisive;
        }
        open |= value == null;
      }
      return open ? null : (Object) !decisive;
    }

    @Override
    public void missing(@Nullable Object[] facts, @Nullable Object item, Set<Fact> into) {
      if (!(list.value(facts, item) instanceof List<?> items)) {
        list.missing(facts, item, into);
        return;
      }
      for (Object each : items) {
        if (body.value(facts, each) == null) {
          body.missing(facts, each, into);
        }
      }
    }
  }
}
