package io.sesamo.law.condition;

import io.sesamo.law.Days;
import io.sesamo.law.Fact;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What stands in a term.
 *
 * @param facts that it asks for
 * @param days that it compares with, but for the last of all, after which nothing is asked
 */
record Reading(Set<Fact> facts, Set<LocalDate> days) {

  static Reading of(Term term) {
    Reading reading = new Reading(EnumSet.noneOf(Fact.class), new HashSet<>());
    reading.add(term);
    return reading;
  }

  private void add(Term term) {
    switch (term) {
      case Terms.Constant constant -> {}
      case Terms.Item item -> {}
      case Terms.Asked asked -> facts.add(asked.fact());
      case Terms.Known known -> add(known.term());
      case Terms.Not not -> add(not.term());
      case Terms.Junction junction -> List.of(junction.left(), junction.right()).forEach(this::add);
      case Terms.Choice choice ->
          List.of(choice.test(), choice.yes(), choice.no()).forEach(this::add);
      case Terms.Binary binary -> {
        List.of(binary.left(), binary.right()).forEach(this::add);
        addDay(binary.left(), binary.right());
        addDay(binary.right(), binary.left());
      }
      case Terms.InGroup in -> add(in.country());
      case Terms.Each each -> List.of(each.list(), each.body()).forEach(this::add);
    }
  }

  private void addDay(Term asked, Term beside) {
    if (asked instanceof Terms.Asked fact
        && fact.fact() == Fact.DATE
        && beside instanceof Terms.Constant constant) {
      for (Object day :
          constant.constant() instanceof List<?> list ? list : List.of(constant.constant())) {
        Days.read(String.valueOf(day)).filter(some -> !some.equals(Days.LAST)).ifPresent(days::add);
      }
    }
  }
}
