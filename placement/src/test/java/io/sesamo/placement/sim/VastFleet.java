package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.Allocation;
import io.sesamo.placement.Node;
import io.sesamo.placement.PlatformFacts;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.Running;
import io.sesamo.placement.SiteFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A fleet of a million accelerators: 40 sites, each a pool of 3,125 nodes of 8 in racks of 5 and
 * rows of 25 racks, of two kinds, 60 to 90 % taken by groups of 1 to 256 accelerators.
 */
record VastFleet(List<PoolState> pools, List<Running> running) {

  static final int SITES = 40;
  private static final int NODES = 3_125;
  private static final Resources CAPACITY = Resources.whole(128_000, 1L << 40, 1L << 42, 8);
  private static final List<Accelerator> MODELS = List.of(Chips.FAST, Chips.SLOW, Chips.OTHER);

  VastFleet {
    pools = List.copyOf(pools);
    running = List.copyOf(running);
  }

  static VastFleet of(long seed) {
    Random random = new Random(seed);
    Cluster cluster =
        new Cluster(IntStream.range(0, SITES).mapToObj(i -> pool(i, random)).toList());
    List<Running> running = new ArrayList<>();
    for (PoolState pool : cluster.pools()) {
      fill(cluster, pool, 0.6 + random.nextDouble() * 0.3, random, running);
    }
    return new VastFleet(cluster.pools(), running);
  }

  int nodes() {
    return pools.stream().mapToInt(pool -> pool.nodes().size()).sum();
  }

  int accelerators() {
    return nodes() * (int) CAPACITY.accelerators();
  }

  /** The part that is taken. */
  double taken() {
    return running.stream().mapToLong(Running::acceleratorMilli).sum() / 1000.0 / accelerators();
  }

  private static PoolState pool(int site, Random random) {
    String name = "site-" + site;
    Map<String, PlatformFacts> platforms =
        Map.of("p0", facts(site, random), "p1", facts(site + 1, random));
    List<Node> nodes = new ArrayList<>(NODES);
    for (int i = 0; i < NODES; i++) {
      String rack = name + "-" + i / 5;
      String row = name + "-" + i / 125;
      nodes.add(
          new Node(
              "n" + i,
              i < NODES * 3 / 5 ? "p0" : "p1",
              CAPACITY,
              CAPACITY,
              Map.of("rack", rack, "row", row),
              true));
    }
    SiteFacts facts =
        new SiteFacts(
            name,
            "",
            Optional.of("FR"),
            OptionalDouble.of(0.05 + random.nextDouble() / 5),
            OptionalDouble.of(50 + random.nextInt(600)),
            OptionalDouble.of(1.1 + random.nextDouble() / 4));
    return new PoolState(name, facts, Optional.empty(), Set.of(), true, platforms, nodes);
  }

  private static PlatformFacts facts(int model, Random random) {
    return new PlatformFacts(
        Optional.of(MODELS.get(model % MODELS.size())),
        OptionalDouble.of(1 + random.nextDouble() * 3),
        List.of("rack", "row"));
  }

  /** Groups one after the other at random nodes, each on as many next to each other as it needs. */
  private static void fill(
      Cluster cluster, PoolState pool, double part, Random random, List<Running> running) {
    int[] free = new int[NODES];
    Arrays.fill(free, 8);
    int wanted = (int) (part * NODES * 8);
    while (wanted > 0) {
      int size = 1 << random.nextInt(9);
      int left = size;
      Map<String, Allocation> taken = new HashMap<>();
      for (int node = random.nextInt(NODES); left > 0; node = (node + 1) % NODES) {
        int here = Math.min(left, free[node]);
        if (here > 0 && (size >= 8 ? free[node] == 8 : free[node] >= size)) {
          free[node] -= here;
          left -= here;
          Resources amount = Resources.whole(here * 8_000L, (long) here << 34, 1L << 30, here);
          taken.put("n" + node, new Allocation(amount));
        } else if (taken.isEmpty() && random.nextInt(NODES) == 0) {
          break; // there is no room left for one of this size
        }
      }
      if (taken.isEmpty() || left > 0) {
        wanted--;
        continue;
      }
      cluster.take(pool.name(), taken);
      wanted -= size;
      Instant since = Scenario.START.minusSeconds(random.nextInt(50_000));
      running.add(
          new Running(
              pool.name() + "/" + running.size(),
              "t" + random.nextInt(5),
              random.nextInt(2),
              pool.name(),
              taken,
              since,
              Scenario.START.plusSeconds(random.nextInt(100_000)),
              Optional.empty(),
              true,
              false));
    }
  }
}
