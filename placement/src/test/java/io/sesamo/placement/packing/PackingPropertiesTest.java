package io.sesamo.placement.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for every policy, over random demands that come and go. */
class PackingPropertiesTest {

  private static final int STREAMS = 8;
  private static final int STEPS = 400;
  private static final int[] MILLI = {1000, 1000, 810, 500, 470, 230, 110};

  private record Running(Demand demand, Packing.Choice choice) {}

  private static RandomGenerator random(int seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static List<NodeCapacity> nodes(RandomGenerator random) {
    return IntStream.range(0, 12)
        .mapToObj(i -> {
          int model = random.nextInt(3);
          int accelerators = model == 2 ? random.nextInt(3) : 1 << random.nextInt(4);
          return new NodeCapacity(
              model, 16_000L * (1 + random.nextInt(6)), 64L << 30, 1L << 40, accelerators);
        })
        .toList();
  }

  private static Demand demand(RandomGenerator random) {
    long cpu = 1000L * random.nextInt(20);
    long memory = (long) random.nextInt(8) << 30;
    if (random.nextInt(5) == 0) {
      return Demand.cpuOnly(cpu, memory, 1 << 20);
    }
    int accelerators = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
    int milli = MILLI[random.nextInt(MILLI.length)];
    Models models = random.nextInt(3) == 0 ? new Models(1 + random.nextInt(6)) : Models.ANY;
    return new Demand(cpu, memory, 0, accelerators, milli, models);
  }

  private static Map<String, Packing> policies(List<NodeCapacity> nodes, RandomGenerator random) {
    List<TypicalDemand> kinds =
        IntStream.range(0, 10).mapToObj(i -> new TypicalDemand(demand(random), 0.1)).toList();
    return Map.of(
        "dot product", new DotProduct(),
        "best fit", new BestFit(),
        "packing", new GpuPacking(),
        "clustering", new GpuClustering(nodes.size()),
        "fgd", new Fgd(kinds),
        "sesamo", new Learner(),
        "sesamo without a mix", new Sesamo(DemandMix.UNKNOWN, Ledger.idle(nodes)));
  }

  /** Takes and releases at random; returns what was chosen. */
  private static List<Optional<Packing.Choice>> play(
      Packing policy, Ledger ledger, RandomGenerator random) {
    List<Optional<Packing.Choice>> choices = new ArrayList<>();
    List<Running> running = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      if (!running.isEmpty() && random.nextInt(3) == 0) {
        Running done = running.remove(random.nextInt(running.size()));
        ledger.release(done.choice().node(), done.demand(), done.choice().accelerators());
      }
      Demand demand = demand(random);
      BitSet allowed = new BitSet();
      IntStream.range(0, ledger.size()).filter(n -> random.nextInt(4) > 0).forEach(allowed::set);
      Optional<Packing.Choice> choice = policy.choose(ledger, demand, allowed);
      boolean fits = allowed.stream().anyMatch(node -> ledger.fits(node, demand));
      assertThat(choice.isPresent()).as("takes what fits, and nothing else").isEqualTo(fits);
      choices.add(choice);
      if (choice.isPresent()) {
        assertThat(allowed.get(choice.get().node())).isTrue();
        // refuses what is more than is free
        ledger.take(choice.get().node(), demand, choice.get().accelerators());
        running.add(new Running(demand, choice.get()));
      }
    }
    for (Running rest : running) {
      ledger.release(rest.choice().node(), rest.demand(), rest.choice().accelerators());
    }
    return choices;
  }

  @Test
  void takesWhatFitsNeverMoreThanIsFreeAndGivesAllBack() {
    for (int seed = 0; seed < STREAMS; seed++) {
      List<NodeCapacity> nodes = nodes(random(seed));
      for (Packing policy : policies(nodes, random(seed)).values()) {
        Ledger ledger = Ledger.idle(nodes);
        play(policy, ledger, random(seed));
        Ledger idle = Ledger.idle(nodes);
        for (int node = 0; node < nodes.size(); node++) {
          assertThat(ledger.state(node)).isEqualTo(idle.state(node));
        }
      }
    }
  }

  @Test
  void choosesTheSameAgain() {
    for (int seed = 0; seed < STREAMS; seed++) {
      assertThat(playAll(seed)).isEqualTo(playAll(seed));
    }
  }

  private static Map<String, List<Optional<Packing.Choice>>> playAll(int seed) {
    List<NodeCapacity> nodes = nodes(random(seed));
    Map<String, List<Optional<Packing.Choice>>> choices = new HashMap<>();
    policies(nodes, random(seed))
        .forEach(
            (name, policy) -> choices.put(name, play(policy, Ledger.idle(nodes), random(seed))));
    return choices;
  }

  @Test
  void whatIsRememberedChangesNoChoice() {
    for (int seed = 0; seed < STREAMS; seed++) {
      RandomGenerator random = random(seed);
      List<NodeCapacity> nodes = nodes(random);
      DemandHistory history = new DemandHistory();
      IntStream.range(0, 200).forEach(i -> history.observe(demand(random)));
      Ledger ledger = Ledger.idle(nodes);
      Packing old = new Sesamo(history.mix(), ledger);
      for (int step = 0; step < STEPS; step++) {
        Demand demand = demand(random);
        // a new policy on a ledger of its own has nothing to remember
        Optional<Packing.Choice> fresh =
            new Sesamo(history.mix(), ledger).choose(ledger.copy(), demand);
        Optional<Packing.Choice> choice = old.choose(ledger, demand);
        assertThat(choice).isEqualTo(fresh);
        choice.ifPresent(c -> ledger.take(c.node(), demand, c.accelerators()));
      }
    }
  }

  /**
   * The sums by which a worth is found tell what the formula of {@link Worth} does, kind by kind.
   */
  @Test
  void worthIsWhatItsFormulaSays() {
    for (int seed = 0; seed < STREAMS * STEPS; seed++) {
      RandomGenerator random = random(seed);
      int kinds = 1 + random.nextInt(30);
      DemandMix mix =
          new DemandMix(
              IntStream.range(0, kinds)
                  .mapToObj(i -> new TypicalDemand(anywhere(random), 1.0 / kinds))
                  .toList());
      Worth worth = new Worth(mix, new double[] {8});
      short[] free = new short[1 + random.nextInt(8)];
      for (int i = 0; i < free.length; i++) {
        free[i] = (short) (1000 - MILLI[random.nextInt(MILLI.length)] * random.nextInt(2));
      }
      long cpu = 1000L * (1 + random.nextInt(100));
      long memory = (1L + random.nextInt(random.nextBoolean() ? 8 : 128)) << 30;
      long storage = (1L + random.nextInt(8)) << 20;

      assertThat(worth.of(0, cpu, memory, storage, free))
          .as("seed %d", seed)
          .isCloseTo(byFormula(mix, worth, cpu, memory, storage, free), within(1e-9));
    }
  }

  /** Such that no model is claimed. */
  private static Demand anywhere(RandomGenerator random) {
    Demand demand = demand(random);
    return new Demand(
        demand.cpuMilli(),
        demand.memoryBytes(),
        (long) random.nextInt(3) << 20,
        demand.accelerators(),
        demand.milliEach(),
        Models.ANY);
  }

  private static double byFormula(
      DemandMix mix, Worth worth, long cpu, long memory, long storage, short[] free) {
    double wanting =
        mix.kinds().stream()
            .filter(kind -> kind.demand().accelerators() > 0)
            .mapToDouble(TypicalDemand::share)
            .sum();
    double sum = 0;
    for (TypicalDemand kind : mix.kinds()) {
      Demand demand = kind.demand();
      if (demand.accelerators() > 0) {
        double each = worth.ofMilli(demand.milliEach());
        double fed = Double.POSITIVE_INFINITY;
        fed = demand.cpuMilli() > 0 ? Math.min(fed, (double) cpu / demand.cpuMilli()) : fed;
        fed =
            demand.memoryBytes() > 0 ? Math.min(fed, (double) memory / demand.memoryBytes()) : fed;
        fed =
            demand.storageBytes() > 0
                ? Math.min(fed, (double) storage / demand.storageBytes())
                : fed;
        double usable =
            demand.accelerators() == 1
                ? all(free, worth::ofMilli)
                : (int) all(free, left -> left >= demand.milliEach() ? 1 : 0)
                    / demand.accelerators()
                    * demand.accelerators()
                    * each;
        sum +=
            each == 0
                ? 0
                : kind.share() / wanting * Math.min(usable, demand.accelerators() * each * fed);
      }
    }
    boolean none = all(free, left -> left) == 0;
    return none ? 0 : sum + 0.1 * all(free, left -> left * left) / 1e6;
  }

  private static double all(short[] free, IntToDoubleFunction of) {
    return IntStream.range(0, free.length).mapToDouble(i -> of.applyAsDouble(free[i])).sum();
  }

  @Test
  void aCopyIsOnItsOwn() {
    RandomGenerator random = random(1);
    List<NodeCapacity> nodes = nodes(random);
    Ledger ledger = Ledger.idle(nodes);
    Ledger copy = ledger.copy();
    Demand demand = Demand.cpuOnly(1000, 0, 0);
    copy.take(0, demand, 0);
    assertThat(ledger.state(0).cpuFree()).isEqualTo(nodes.get(0).cpuMilli());
    assertThat(copy.state(0).cpuFree()).isEqualTo(nodes.get(0).cpuMilli() - 1000);
  }
}
