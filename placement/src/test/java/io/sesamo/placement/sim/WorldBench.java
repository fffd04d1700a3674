package io.sesamo.placement.sim;

import io.sesamo.placement.Decision;
import io.sesamo.placement.Objective;
import io.sesamo.placement.Placer;
import io.sesamo.placement.Policy;
import io.sesamo.placement.Scheduler;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * What 2,000 workflows cost, emit and take in the world's fleet, under sesamo with each objective
 * and under simple placers, all under the same law. Exits 1 when sesamo is not the better one in
 * its objective, or anything runs where it must not. The placer that knows how long each chip takes
 * and picks the cheapest run is shown beside; no goal is set against it.
 */
final class WorldBench {

  private static final Path FLEET = Path.of("examples/fleets/world.yaml");
  private static final List<GreedyPlacer> OTHERS =
      List.of(
          GreedyPlacer.CHEAPEST,
          GreedyPlacer.CHEAPEST_RUN,
          GreedyPlacer.NEAREST,
          GreedyPlacer.FIRST);
  private static final List<Objective> OBJECTIVES =
      List.of(Objective.TIME, Objective.COST, Objective.CARBON, Objective.BALANCED);

  private final WorldFleet fleet = WorldFleet.read(FLEET);
  private final Cluster idle = new Cluster(fleet.pools());
  private final int workflows;
  private final AtomicInteger violations = new AtomicInteger();
  private boolean met = true;

  private WorldBench(int workflows) {
    this.workflows = workflows;
  }

  /** Arguments: {@code [--workflows N] [--seeds N]}. */
  public static void main(String[] arguments) {
    int workflows = 2000;
    int seeds = 3;
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      int number = Integer.parseInt(arguments[i + 1]);
      switch (arguments[i]) {
        case "--workflows" -> workflows = number;
        case "--seeds" -> seeds = number;
        default -> throw new IllegalArgumentException("Unknown option " + arguments[i]);
      }
    }
    WorldBench bench = new WorldBench(workflows);
    for (int seed = 1; seed <= seeds; seed++) {
      bench.run(seed);
    }
    System.out.printf(
        "violations of law: %d; sesamo better in its objective each time: %s%n",
        bench.violations.get(), bench.met ? "yes" : "NO");
    if (!bench.met || bench.violations.get() > 0) {
      System.exit(1);
    }
  }

  private void run(int seed) {
    List<Flow> flows = WorldLoad.of(fleet, new WorldLaw(fleet), workflows, seed);
    System.out.printf(
        "%,d workflows, %,d groups, %,d accelerators in %d pools, seed %d%n",
        flows.size(),
        flows.stream().mapToInt(flow -> flow.steps().size()).sum(),
        idle.accelerators(),
        fleet.pools().size(),
        seed);
    System.out.printf(
        "%-18s %11s %9s %8s %8s %9s %7s %6s %6s%n",
        "", "cost USD", "CO2e kg", "mean h", "p95 h", "moved TB", "in use", "again", "CPU s");
    List<Run> runs = new ArrayList<>();
    OTHERS.forEach(other -> runs.add(new Run(other.name(), flows, other)));
    for (Objective objective : OBJECTIVES) {
      List<Flow> wanting = WorldLoad.wanting(flows, objective);
      runs.add(new Run("sesamo " + objective.words(), wanting, new Scheduler()));
    }
    List<Outcome> all = new ArrayList<>();
    for (Done done : simulate(runs)) {
      System.out.print(done.row());
      met &= done.outcome().flows().size() == workflows;
      all.add(done.outcome());
    }
    for (int i = 0; i < OBJECTIVES.size(); i++) {
      judge(OBJECTIVES.get(i), all.get(OTHERS.size() + i), all);
    }
    System.out.println();
  }

  /** What is simulated. */
  private record Run(String name, List<Flow> flows, Placer placer) {}

  /** What came of it, and that in a line of the table. */
  private record Done(Outcome outcome, String row) {}

  /** All at a time as far as there are cores, and in their order. */
  private List<Done> simulate(List<Run> runs) {
    try (ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<Done>> running = new ArrayList<>();
      runs.forEach(run -> running.add(cores.submit(() -> simulate(run))));
      List<Done> done = new ArrayList<>();
      for (Future<Done> one : running) {
        done.add(one.get());
      }
      return done;
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Done simulate(Run run) {
    Scenario scenario =
        Scenario.of(fleet.pools(), Policy.USUAL, run.flows())
            .with(fleet.network(), fleet.tenants());
    long begun = cpu();
    Outcome outcome = Simulation.run(scenario, run.placer(), this::lawful);
    String row =
        String.format(
            "%-18s %,11.0f %,9.0f %8.2f %8.2f %9.1f %6.1f%% %6d %6.1f%n",
            run.name(),
            outcome.price(),
            outcome.carbon() / 1000,
            outcome.completion(),
            outcome.completion(0.95),
            outcome.bytes() / 1e12,
            outcome.utilisation() * 100,
            outcome.preemptions().size(),
            (cpu() - begun) / 1e9);
    if (outcome.flows().size() != run.flows().size()) {
      row += String.format("  only %d completed%n", outcome.flows().size());
    }
    return new Done(outcome, row);
  }

  /** Of this thread alone, nanoseconds. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void lawful(Round round) {
    for (Decision decision : round.decisions()) {
      if (decision instanceof Decision.Placed placed) {
        String pool = placed.placement().pool();
        boolean forbidden =
            placed.placement().slots().values().stream()
                .map(slot -> idle.node(pool, slot.node()).platform())
                .anyMatch(platform -> placed.group().stage().forbidden(pool, platform).isPresent());
        violations.addAndGet(forbidden ? 1 : 0);
      }
    }
  }

  private void judge(Objective objective, Outcome ours, List<Outcome> all) {
    ToDoubleFunction<Outcome> figure = figure(objective, all);
    List<String> better = new ArrayList<>();
    for (int i = 0; i < OTHERS.size(); i++) {
      double gain = 100 * (1 - figure.applyAsDouble(ours) / figure.applyAsDouble(all.get(i)));
      better.add(String.format("%.1f %% than %s", gain, OTHERS.get(i).name()));
      met &=
          gain > 0 || OTHERS.get(i).equals(GreedyPlacer.CHEAPEST_RUN); // no goal is set against it
    }
    System.out.printf("  %s: less by %s%n", objective.words(), String.join(", ", better));
  }

  /** What an objective counts: mean hours, USD and gCO₂e, each to the best of all, weighted. */
  private static ToDoubleFunction<Outcome> figure(Objective objective, List<Outcome> all) {
    double hours = all.stream().mapToDouble(Outcome::completion).min().orElse(1);
    double price = all.stream().mapToDouble(Outcome::price).min().orElse(1);
    double carbon = all.stream().mapToDouble(Outcome::carbon).min().orElse(1);
    return outcome ->
        objective.time() * outcome.completion() / hours
            + objective.cost() * outcome.price() / price
            + objective.carbon() * outcome.carbon() / carbon;
  }
}
