package io.sesamo.law;

import dev.cel.runtime.CelEvaluationException;
import io.sesamo.law.condition.CelPeer;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Site;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * How many verdicts a second, on one thread, beside CEL's own evaluator on the same conditions and
 * facts. Nothing is kept from one verdict to the next.
 */
final class LawBench {

  private static final LocalDate DATE = LocalDate.of(2026, 11, 25);
  private static final List<String> COUNTRIES = List.of("CN", "US", "FR", "AE", "BR", "KR", "SA");

  private LawBench() {}

  /** Arguments: seconds to measure, after as many to warm up. */
  public static void main(String[] arguments) throws Exception {
    double seconds = Double.parseDouble(arguments[0]);
    LawBook book = Books.OURS;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    System.out.printf("%-62s %12s%n", "one thread, no cache", "verdicts/s");
    for (Action action : Action.values()) {
      List<Facts> cases = cases(book, action, random, 4096);
      rate(book, cases, seconds);
      System.out.printf("%-62s %,12.0f%n", action.word(), rate(book, cases, seconds));
    }
    List<Facts> mixed = new ArrayList<>();
    for (Action action : Action.values()) {
      mixed.addAll(cases(book, action, random, 2048));
    }
    rate(book, mixed, seconds);
    double ours = rate(book, mixed, seconds);
    String rules = book.rules().size() + " rules";
    System.out.printf("%-62s %,12.0f%n", "all three in equal parts, " + rules, ours);
    double peer = peer(book, mixed, seconds);
    System.out.printf("%-62s %,12.0f%n", "CEL's evaluator, the same conditions and facts", peer);
    System.out.printf("ratio %.0f%n%n", ours / peer);
    matrix(book);
    matrix(book);
    System.out.println(matrix(book));
  }

  private static double rate(LawBook book, List<Facts> cases, double seconds) {
    long begun = System.nanoTime();
    long judged = 0;
    long strict = 0; // used, so that judging cannot be optimised away
    while (System.nanoTime() - begun < seconds * 1e9) {
      for (Facts facts : cases) {
        strict += book.judge(facts).effect() == Effect.ALLOW ? 0 : 1;
      }
      judged += cases.size();
    }
    if (strict == 0) {
      throw new IllegalStateException("everything was allowed");
    }
    return judged / ((System.nanoTime() - begun) / 1e9);
  }

  /** Every chip at every site for a hundred tenants, with the facts put together for each. */
  private static String matrix(LawBook book) {
    long begun = System.nanoTime();
    Map<Effect, Integer> counts = new EnumMap<>(Effect.class);
    int all = 0;
    for (int tenant = 0; tenant < 100; tenant++) {
      for (Accelerator chip : book.catalog().accelerators().values()) {
        for (Site site : book.catalog().sites().values()) {
          Facts facts =
              Facts.of(Action.USE, DATE)
                  .chip(chip)
                  .site(site)
                  .set(Fact.OPERATOR_HEADQUARTERS, "CN")
                  .set(Fact.TENANT_NAME, "tenant-" + tenant)
                  .set(Fact.TENANT_HEADQUARTERS, COUNTRIES.get(tenant % COUNTRIES.size()))
                  .build();
          counts.merge(book.judge(facts).effect(), 1, Integer::sum);
          all++;
        }
      }
    }
    double took = (System.nanoTime() - begun) / 1e9;
    return String.format("%,d verdicts, facts put together for each: %.2f s %s", all, took, counts);
  }

  private static List<Facts> cases(LawBook book, Action action, RandomGenerator random, int count) {
    List<Accelerator> chips = List.copyOf(book.catalog().accelerators().values());
    List<Site> sites = List.copyOf(book.catalog().sites().values());
    List<Facts> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Facts.Builder builder =
          Facts.of(action, DATE)
              .site(sites.get(random.nextInt(sites.size())))
              .set(Fact.OPERATOR_HEADQUARTERS, any(COUNTRIES, random))
              .set(Fact.TENANT_HEADQUARTERS, any(COUNTRIES, random))
              .set(Fact.TENANT_US_EXPOSED, random.nextBoolean());
      if (action == Action.TRANSFER) {
        builder
            .set(Fact.DATA_SOURCES, List.of(any(COUNTRIES, random)))
            .set(Fact.DATA_CATEGORIES, List.of(any(List.of("personal", "important"), random)))
            .set(Fact.DATA_PERSONS, (double) random.nextInt(2_000_000));
      } else {
        builder.chip(chips.get(random.nextInt(chips.size())));
      }
      cases.add(builder.build());
    }
    return cases;
  }

  private static String any(List<String> words, RandomGenerator random) {
    return words.get(random.nextInt(words.size()));
  }

  /** The conditions in force for the action, each evaluated by CEL's own runtime. */
  private static double peer(LawBook book, List<Facts> cases, double seconds)
      throws CelEvaluationException {
    CelPeer peer = new CelPeer(book.catalog(), DATE);
    Map<Action, List<CelPeer.Program>> programs = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      programs.put(action, peer.programs(book.rules(), action));
    }
    List<Map<String, Object>> inputs = cases.stream().map(CelPeer::input).toList();
    long judged = 0;
    long held = 0;
    long begun = 0;
    for (int round = 0; round < 2; round++) {
      begun = System.nanoTime();
      judged = 0;
      while (System.nanoTime() - begun < seconds * 1e9) {
        for (int i = 0; i < cases.size(); i += 16) {
          for (CelPeer.Program program : programs.getOrDefault(cases.get(i).action(), List.of())) {
            held += program.holds(inputs.get(i)) ? 1 : 0;
          }
          judged++;
        }
      }
    }
    if (held == 0) {
      throw new IllegalStateException("nothing held");
    }
    return judged / ((System.nanoTime() - begun) / 1e9);
  }
}
