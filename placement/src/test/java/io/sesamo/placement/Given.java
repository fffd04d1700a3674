package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.placement.Explanation.Candidate;
import io.sesamo.placement.FleetState.Network;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.GroupRequest.DataAt;
import io.sesamo.placement.GroupRequest.Wishes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Fleets and groups for tests whose figures are worked out by hand. */
final class Given {

  static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  static final Policy PLAIN =
      new Policy(Objective.TIME, false, false, Duration.ofMinutes(10), true, Duration.ZERO);

  private Given() {}

  /** A pool of its own site, of nodes of 8 accelerators, 80 cores. */
  static PoolState pool(String name, Accelerator chip, double price, int nodes) {
    return pool(name, chip, price, nodes, 100);
  }

  /** The same with a carbon intensity; the PUE is 1.5. */
  static PoolState pool(String name, Accelerator chip, double price, int nodes, double carbon) {
    SiteFacts site =
        new SiteFacts(
            name,
            "",
            Optional.of("FR"),
            OptionalDouble.of(0.2),
            OptionalDouble.of(carbon),
            OptionalDouble.of(1.5));
    List<Node> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(new Node("n" + i, "p", EIGHT, EIGHT));
    }
    PlatformFacts facts =
        new PlatformFacts(Optional.of(chip), OptionalDouble.of(price), List.of("rack", "row"));
    return new PoolState(name, site, Optional.empty(), Set.of(), false, Map.of("p", facts), all);
  }

  static final Resources EIGHT = Resources.whole(80_000, 1L << 40, 1L << 40, 8);

  /** A pool with nodes in racks of so many, and rows of twice as many. */
  static PoolState racks(PoolState pool, int each) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < pool.nodes().size(); i++) {
      Node node = pool.nodes().get(i);
      Map<String, String> labels = Map.of("rack", "rack" + i / each, "row", "row" + i / (2 * each));
      nodes.add(new Node(node.name(), node.platform(), node.capacity(), node.free(), labels, true));
    }
    return pool.with(nodes);
  }

  /** Tasks without cores to speak of, each with so many accelerators. */
  static List<TaskRequest> tasks(int count, int accelerators) {
    return tasks(count, accelerators, List.of());
  }

  static List<TaskRequest> tasks(int count, int accelerators, List<TaskRequest.Near> near) {
    List<TaskRequest> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          new TaskRequest(
              "t" + i,
              Resources.whole(0, 1, 1, accelerators),
              Optional.empty(),
              Set.of(),
              List.of(),
              List.of(),
              near));
    }
    return tasks;
  }

  /** So many hours on a chip that is fast, and twice that on others, all measured. */
  static Work hours(double hours) {
    Duration fast = Duration.ofSeconds(Math.round(hours * 3600));
    return new Work(
        fast,
        Optional.empty(),
        Work.Source.WORKFLOW,
        Map.of("fast", fast, "slow", fast.multipliedBy(2), "other", fast.multipliedBy(2)),
        Optional.empty());
  }

  static GroupRequest group(String id, List<TaskRequest> tasks, Work work) {
    return group(id, "", 0, 0, tasks, work);
  }

  /** One that has waited for some minutes. */
  static GroupRequest group(
      String id, String tenant, int priority, int minutes, List<TaskRequest> tasks, Work work) {
    return new GroupRequest(
        id,
        tenant,
        priority,
        NOW.minus(Duration.ofMinutes(minutes)),
        new Stage(id, tasks, work, Map.of(), 0, List.of()),
        Wishes.NONE,
        List.of());
  }

  static GroupRequest reading(GroupRequest group, DataAt... data) {
    return new GroupRequest(
        group.id(),
        group.tenant(),
        group.priority(),
        group.readySince(),
        group.stage(),
        group.wishes(),
        List.of(data));
  }

  static GroupRequest wishing(GroupRequest group, Objective objective) {
    return with(group, Optional.of(objective), OptionalDouble.empty());
  }

  static GroupRequest affording(GroupRequest group, double dollars) {
    return with(group, Optional.empty(), OptionalDouble.of(dollars));
  }

  private static GroupRequest with(
      GroupRequest group, Optional<Objective> objective, OptionalDouble budget) {
    return new GroupRequest(
        group.id(),
        group.tenant(),
        group.priority(),
        group.readySince(),
        group.stage(),
        new Wishes(Optional.empty(), objective, Map.of(), false, budget, Optional.empty()),
        group.data());
  }

  static FleetState fleet(Policy policy, PoolState... pools) {
    return new FleetState(List.of(pools), List.of(), Network.USUAL, List.of(), policy);
  }

  static FleetState tenants(FleetState fleet, Tenant... tenants) {
    return new FleetState(
        fleet.pools(), fleet.running(), fleet.network(), List.of(tenants), fleet.policy());
  }

  /** The fleet with one more that runs: whole nodes, or a part of one. */
  static FleetState running(
      FleetState fleet,
      String id,
      String tenant,
      int priority,
      int sinceMinutes,
      int endMinutes,
      Map<String, Integer> accelerators) {
    PoolState pool = fleet.pools().getFirst();
    Map<String, Allocation> taken = new HashMap<>();
    accelerators.forEach(
        (node, count) -> taken.put(node, new Allocation(Resources.whole(0, count, count, count))));
    List<Node> nodes =
        pool.nodes().stream()
            .map(node -> node.take(taken.getOrDefault(node.name(), Allocation.NONE)))
            .toList();
    List<PoolState> pools = new ArrayList<>(fleet.pools());
    pools.set(0, pool.with(nodes));
    List<Running> running = new ArrayList<>(fleet.running());
    running.add(
        new Running(
            id,
            tenant,
            priority,
            pool.name(),
            taken,
            NOW.minus(Duration.ofMinutes(sinceMinutes)),
            NOW.plus(Duration.ofMinutes(endMinutes)),
            Optional.empty(),
            true,
            false));
    return new FleetState(pools, running, fleet.network(), fleet.tenants(), fleet.policy());
  }

  static Decisions decide(FleetState fleet, GroupRequest... queue) {
    return new Decisions(new Scheduler().decide(List.of(queue), fleet, NOW));
  }

  /** All of one call, in their order. */
  record Decisions(List<Decision> all) {

    /** The one for a group. */
    Decision of(String id) {
      return all.stream()
          .filter(decision -> decision.group().id().equals(id))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Where one group goes; empty where it does not. */
  static String pool(FleetState fleet, GroupRequest group) {
    return decide(fleet, group).of(group.id()) instanceof Decision.Placed placed
        ? placed.placement().pool()
        : "";
  }

  static Estimate estimate(Decision decision, String pool) {
    return candidate(decision, pool).estimate().orElseThrow();
  }

  static Candidate candidate(Decision decision, String pool) {
    return decision.explanation().candidates().stream()
        .filter(one -> one.pool().equals(pool) || one.pool().startsWith(pool + "/"))
        .findFirst()
        .orElseThrow();
  }
}
