package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.Node;
import io.sesamo.placement.PlatformFacts;
import io.sesamo.placement.Policy;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.SiteFacts;
import io.sesamo.placement.TaskRequest;
import io.sesamo.placement.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/**
 * Four tenants that always want more than there is, but that the last is away for some days: 48
 * nodes of 8 accelerators in two sites, groups of 1 to 32 accelerators that run from minutes to a
 * day.
 */
final class Fairness {

  /** Of whom the shares are measured. */
  static final List<Tenant> TENANTS =
      List.of(
          new Tenant("one", 24, 384, 1),
          new Tenant("two", 24, 384, 2),
          new Tenant("three", 24, 384, 3),
          new Tenant("four", 24, 384, 4));

  static final int ACCELERATORS = 384;

  /** The days on which the last tenant is away. */
  static final int AWAY_FROM = 20;

  static final int AWAY_TO = 25;

  private static final int QUEUED = 10;
  private static final int[] SIZES = {1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 8, 16, 16, 32};

  private final Random random;
  private int made;

  private Fairness(long seed) {
    random = new Random(seed);
  }

  static Scenario scenario(long seed, Policy policy, int days) {
    Fairness load = new Fairness(seed);
    Scenario plain = Scenario.of(List.of(pool("north"), pool("south")), policy, List.of());
    return plain
        .with(Network.USUAL, TENANTS)
        .with(List.of(), group -> 1)
        .until(plain.begin().plus(Duration.ofDays(days)), load::more);
  }

  /**
   * Accelerators that a tenant is entitled to while all have demand: guaranteed, and of the rest.
   */
  static double entitlement(Tenant tenant) {
    int guaranteed = TENANTS.stream().mapToInt(Tenant::guaranteed).sum();
    double weights = TENANTS.stream().mapToDouble(Tenant::weight).sum();
    return tenant.guaranteed() + (ACCELERATORS - guaranteed) * tenant.weight() / weights;
  }

  private static PoolState pool(String name) {
    Resources capacity = Resources.whole(128_000, 1L << 40, 1L << 42, 8);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < ACCELERATORS / 16; i++) {
      nodes.add(new Node("n" + i, "p", capacity, capacity));
    }
    PlatformFacts facts =
        new PlatformFacts(Optional.of(Chips.FAST), OptionalDouble.of(2), List.of());
    return new PoolState(
        name, SiteFacts.unknown(name), Optional.empty(), Set.of(), true, Map.of("p", facts), nodes);
  }

  private List<Flow> more(Instant now, Map<String, Integer> waiting) {
    long day = Duration.between(Scenario.START, now).toDays();
    Map<String, Integer> count = new HashMap<>(waiting);
    List<Flow> flows = new ArrayList<>();
    for (Tenant tenant : TENANTS) {
      boolean away = tenant.equals(TENANTS.getLast()) && day >= AWAY_FROM && day < AWAY_TO;
      while (!away && count.getOrDefault(tenant.name(), 0) < QUEUED) {
        count.merge(tenant.name(), 1, Integer::sum);
        flows.add(flow(tenant.name(), now));
      }
    }
    return flows;
  }

  private Flow flow(String tenant, Instant now) {
    int accelerators = SIZES[random.nextInt(SIZES.length)];
    int each = Math.min(8, accelerators);
    List<TaskRequest> tasks = new ArrayList<>();
    Resources amount = Resources.whole(each * 8_000L, (long) each << 34, 1L << 30, each);
    for (int i = 0; i < accelerators / each; i++) {
      tasks.add(new TaskRequest("t" + i, amount, Optional.empty(), Set.of()));
    }
    Duration run = Duration.ofSeconds((long) (600 * Math.pow(144, random.nextDouble())));
    Work work =
        new Work(
            run, Optional.empty(), Work.Source.WORKFLOW, Map.of("fast", run), Optional.empty());
    int priority = random.nextInt(20) == 0 ? 1 : 0;
    return Flow.single(tenant + "-" + made++, tenant, priority, now, tasks, work);
  }
}
