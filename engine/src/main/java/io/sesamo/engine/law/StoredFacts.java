package io.sesamo.engine.law;

import io.sesamo.law.Action;
import io.sesamo.law.Fact;
import io.sesamo.law.Facts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Facts as they were judged, out of what was stored of them. */
final class StoredFacts {

  private StoredFacts() {}

  /**
   * The facts.
   *
   * @param values by name, of the types that JSON has
   * @throws RuntimeException when they are not such as were stored
   */
  static Facts of(Map<String, Object> values) {
    Action action = Action.of(String.valueOf(values.get(Fact.ACTION.path()))).orElseThrow();
    LocalDate date = LocalDate.parse(String.valueOf(values.get(Fact.DATE.path())));
    Facts.Builder facts = Facts.of(action, date);
    values.forEach((name, value) -> {
      Fact fact = Fact.of(name).orElseThrow();
      if (!fact.derived()) {
        facts.set(fact, typed(value));
      }
    });
    return facts.build();
  }

  private static Object typed(Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> value;
    };
  }
}
