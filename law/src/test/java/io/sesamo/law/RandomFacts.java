package io.sesamo.law;

import io.sesamo.model.catalog.Catalog;
import java.time.LocalDate;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Cases at random, with values near what the rules ask for. */
final class RandomFacts {

  private static final List<Double> NUMBERS =
      List.of(
          0.0,
          1.6,
          3.2,
          5.92,
          50.0,
          100.0,
          600.0,
          1100.0,
          1400.0,
          1600.0,
          1700.0,
          2400.0,
          4800.0,
          6500.0,
          10_000.0,
          21_000.0,
          100_000.0,
          1_000_000.0);
  private static final List<String> COUNTRIES =
      List.of(
          "CN", "HK", "MO", "US", "FR", "DE", "AE", "SA", "BR", "MY", "KR", "JP", "MX", "SG", "IN",
          "VN", "IL", "IR", "RU", "TW", "NL", "ID", "GB");
  private static final LocalDate FIRST = LocalDate.of(2021, 1, 1);

  private RandomFacts() {}

  /** A day on which rules may change, or any other. */
  static LocalDate date(LawBook book, RandomGenerator random) {
    List<LocalDate> days = List.copyOf(book.boundaries());
    return random.nextBoolean()
        ? days.get(random.nextInt(days.size())).minusDays(random.nextInt(2))
        : FIRST.plusDays(random.nextInt(2500));
  }

  /**
   * A case.
   *
   * @param missing how likely it is that a fact is not given, 0 to 1
   */
  static Facts.Builder of(
      Action action, LocalDate date, Catalog catalog, RandomGenerator random, double missing) {
    Facts.Builder builder = Facts.of(action, date);
    for (Fact fact : Fact.values()) {
      if (fact == Fact.ACTION || fact == Fact.DATE || fact.derived()) {
        continue;
      }
      if (random.nextDouble() >= missing) {
        builder.set(fact, value(fact, catalog, random));
      }
    }
    return builder;
  }

  /** A value of a fact. */
  static Object value(Fact fact, Catalog catalog, RandomGenerator random) {
    return switch (fact.type()) {
      case TEXT -> text(fact, catalog, random);
      case NUMBER -> any(NUMBERS, random) + random.nextInt(-1, 2) * 0.01 + 0.01;
      case TRUTH -> random.nextBoolean();
      case TEXTS ->
          IntStream.range(0, random.nextInt(3)).mapToObj(i -> text(fact, catalog, random)).toList();
    };
  }

  private static String text(Fact fact, Catalog catalog, RandomGenerator random) {
    return switch (fact.domain()) {
      case ANY -> any(List.of("G42", "Huawei", "SMIC", "somebody"), random);
      case WORDS -> any(fact.words().stream().sorted().toList(), random);
      case COUNTRY -> any(COUNTRIES, random);
      case CHIP -> any(List.copyOf(catalog.accelerators().keySet()), random);
      case SITE -> any(List.copyOf(catalog.sites().keySet()), random);
    };
  }

  private static <T> T any(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }
}
