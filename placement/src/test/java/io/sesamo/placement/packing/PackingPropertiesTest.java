package io.sesamo.placement.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
