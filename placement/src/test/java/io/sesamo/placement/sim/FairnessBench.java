package io.sesamo.placement.sim;

import io.sesamo.placement.Decision;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Policy;
import io.sesamo.placement.Running;
import io.sesamo.placement.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares, waits, backfill and preemptions of two simulated months. Exits 1 when a goal is missed.
 */
final class FairnessBench {

  private static final double MOST_OFF = 2; // %
  private static final double LONGEST_WAIT = 72; // hours: three times the longest run

  private final int days;
  private boolean met = true;
  private int unjustified;

  private FairnessBench(int days) {
    this.days = days;
  }

  /** Arguments: {@code [SEED [DAYS]] [--verbose]}, the last to see every preemption. */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    List<Integer> numbers =
        words.stream().filter(word -> !word.startsWith("-")).map(Integer::valueOf).toList();
    int seed = numbers.isEmpty() ? 1 : numbers.getFirst();
    FairnessBench bench = new FairnessBench(numbers.size() < 2 ? 60 : numbers.get(1));
    bench.run(seed, words.contains("--verbose"));
    if (!bench.met) {
      System.exit(1);
    }
  }

  private void run(long seed, boolean verbose) {
    System.out.printf(
        "%d days simulated, %d accelerators, %d tenants, seed %d%n%n",
        days, Fairness.ACCELERATORS, Fairness.TENANTS.size(), seed);
    long begun = System.nanoTime();
    Outcome on = simulate(seed, true);
    double seconds = (System.nanoTime() - begun) / 1e9;
    shares(on);
    waits(on);
    preemptions(on, verbose);
    Outcome off = simulate(seed, false);
    System.out.printf("%-44s %8s%n", "utilisation", "%");
    System.out.printf("%-44s %8.2f%n", "with backfill", on.utilisation() * 100);
    System.out.printf("%-44s %8.2f%n", "without", off.utilisation() * 100);
    goal(on.utilisation() > off.utilisation(), "backfill raises utilisation");
    System.out.printf(
        "%n%,d groups ended, %,d decisions about the whole queue in %.0f s%n",
        on.groups().size(), on.rounds(), seconds);
  }

  private void goal(boolean reached, String what) {
    met &= reached;
    System.out.printf("  goal: %s: %s%n", what, reached ? "met" : "MISSED");
  }

  private Outcome simulate(long seed, boolean backfill) {
    Policy usual = Policy.USUAL;
    Policy policy =
        new Policy(
            usual.objective(),
            usual.fairShare(),
            usual.preemption(),
            usual.minimumRun(),
            backfill,
            usual.ageing());
    return Simulation.run(Fairness.scenario(seed, policy, days), new Scheduler(), this::justified);
  }

  /** Each preemption is judged as it happens. */
  private void justified(Round round) {
    for (Decision decision : round.decisions()) {
      if (decision instanceof Decision.Waiting waits && !waits.victims().isEmpty()) {
        try {
          for (Running run : round.fleet().running()) {
            if (waits.victims().contains(run.id())) {
              Preemptions.justified(waits, run, round);
            }
          }
          Preemptions.minimal(waits, round);
        } catch (AssertionError wrong) {
          if (unjustified++ == 0) {
            System.out.println(wrong.getMessage());
          }
        }
      }
    }
  }

  private void shares(Outcome outcome) {
    Map<String, Double> hours = new HashMap<>();
    for (int day = 0; day < days; day++) {
      if (day < Fairness.AWAY_FROM || day >= Fairness.AWAY_TO) {
        outcome.days().get(day).forEach((tenant, had) -> hours.merge(tenant, had, Double::sum));
      }
    }
    double all = hours.values().stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf(
        "%-8s %7s %11s %13s %9s %9s%n",
        "tenant", "weight", "guaranteed", "entitled %", "share %", "off by %");
    double worst = 0;
    for (Tenant tenant : Fairness.TENANTS) {
      double entitled = Fairness.entitlement(tenant) / Fairness.ACCELERATORS;
      double share = hours.getOrDefault(tenant.name(), 0.0) / all;
      double off = (share / entitled - 1) * 100;
      worst = Math.max(worst, Math.abs(off));
      System.out.printf(
          "%-8s %7.0f %11d %13.2f %9.2f %+9.2f%n",
          tenant.name(), tenant.weight(), tenant.guaranteed(), entitled * 100, share * 100, off);
    }
    goal(worst <= MOST_OFF, "shares within " + MOST_OFF + " % while all have demand");
    System.out.println();
  }

  private void waits(Outcome outcome) {
    System.out.printf("%-8s %9s %9s %9s %9s%n", "tenant", "groups", "p50 h", "p95 h", "longest");
    Instant end = Scenario.START.plus(Duration.ofDays(days));
    double longest =
        outcome.oldest().map(since -> Duration.between(since, end).toMinutes() / 60.0).orElse(0.0);
    for (Tenant tenant : Fairness.TENANTS) {
      double[] waited =
          outcome.groups().stream()
              .filter(group -> group.tenant().equals(tenant.name()))
              .mapToDouble(group -> group.waited().toMinutes() / 60.0)
              .toArray();
      longest = Math.max(longest, Outcome.quantile(waited, 1));
      System.out.printf(
          "%-8s %,9d %9.2f %9.2f %9.2f%n",
          tenant.name(),
          waited.length,
          Outcome.quantile(waited, 0.5),
          Outcome.quantile(waited, 0.95),
          Outcome.quantile(waited, 1));
    }
    System.out.printf("longest wait of all, of those that still wait too: %.1f h%n", longest);
    goal(longest <= LONGEST_WAIT, "nobody waits longer than " + LONGEST_WAIT + " h");
    System.out.println();
  }

  private void preemptions(Outcome outcome, boolean verbose) {
    double lost = outcome.preemptions().stream().mapToDouble(Outcome.Preemption::ran).sum();
    System.out.printf(
        "%,d preemptions; %,.0f accelerator-hours of work begun again, %.2f %% of all%n",
        outcome.preemptions().size(),
        lost,
        100 * lost / outcome.hours().values().stream().mapToDouble(Double::doubleValue).sum());
    goal(
        unjustified == 0,
        "each is of less right, has run long enough, and is not stopped needlessly or in vain, "
            + unjustified
            + " are not");
    System.out.println();
    if (verbose) {
      outcome
          .preemptions()
          .forEach(one ->
              System.out.printf(
                  "%s %s gives way to %s after %.1f accelerator-hours: %s%n",
                  one.at(), one.victim(), one.gainer(), one.ran(), one.why()));
      System.out.println();
    }
  }
}
