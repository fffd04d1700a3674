package io.sesamo.law.condition;

import io.sesamo.law.Fact;
import java.time.LocalDate;

/** What names conditions may use beside those of facts. */
public interface Vocabulary {

  /** Whether there is such a group of countries. */
  boolean hasGroup(String group);

  /** The members of a group on a day. */
  Members group(String group, LocalDate date);

  /** Whether a text of that domain is known, as a country, chip or site. */
  boolean knows(Fact.Domain domain, String text);
}
