package io.sesamo.law;

import io.sesamo.law.condition.Conditions;
import io.sesamo.law.condition.Members;
import io.sesamo.law.condition.Vocabulary;
import java.time.LocalDate;
import java.util.Set;

/** Conditions over a small world: CN in D:5 until 2024-12-31, FR in A:5, and US in A:5 or not. */
public final class Words implements Vocabulary {

  private static final Vocabulary WORDS = new Words();

  private Words() {}

  public static Conditions conditions() {
    return new Conditions(vocabulary());
  }

  public static Vocabulary vocabulary() {
    return WORDS;
  }

  @Override
  public boolean hasGroup(String group) {
    return group.equals("D:5") || group.equals("A:5");
  }

  @Override
  public Members group(String group, LocalDate date) {
    boolean early = date.isBefore(LocalDate.of(2025, 1, 1));
    Set<String> countries = group.equals("A:5") ? Set.of("FR") : early ? Set.of("CN") : Set.of();
    return new Members(countries, group.equals("A:5") ? Set.of("US") : Set.of());
  }

  @Override
  public boolean knows(Fact.Domain domain, String text) {
    return Set.of("CN", "FR", "US", "a-chip", "a-site").contains(text);
  }
}
