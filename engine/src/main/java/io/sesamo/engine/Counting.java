package io.sesamo.engine;

import io.sesamo.placement.Allocation;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.Node;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.Running;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Counts what running groups take of the fleet. Goes through the nodes of a pool only when
 * something has changed there, and makes anew only the nodes that changed. Not thread-safe.
 */
final class Counting {

  /** What is taken of a pool's nodes, and the pool so. */
  private record Counted(Map<String, Allocation> taken, PoolState state) {}

  private final Map<String, Counted> known = new HashMap<>();
  private Fleet fleet;

  Counting(Fleet fleet) {
    this.fleet = fleet;
  }

  /** The fleet with those groups running in it. */
  @SuppressWarnings("ReferenceEquality") // it is the same object as long as nothing has changed
  FleetState state(Fleet now, Collection<Running> running) {
    if (fleet != now) {
      fleet = now;
      known.clear();
    }
    Map<String, Map<String, Allocation>> taken = new HashMap<>();
    for (Running group : running) {
      Map<String, Allocation> pool = taken.computeIfAbsent(group.pool(), name -> new HashMap<>());
      group.taken().forEach((node, amount) -> pool.merge(node, amount, Allocation::plus));
    }
    List<PoolState> pools = new ArrayList<>();
    for (Fleet.Member member : fleet.members()) {
      pools.add(pool(member, taken.getOrDefault(member.name(), Map.of())));
    }
    FleetState idle = fleet.idle();
    return new FleetState(
        pools, List.copyOf(running), idle.network(), idle.tenants(), idle.policy());
  }

  private PoolState pool(Fleet.Member member, Map<String, Allocation> taken) {
    Counted before = known.getOrDefault(member.name(), new Counted(Map.of(), member.idle()));
    if (before.taken().equals(taken)) {
      return before.state();
    }
    List<Node> nodes = new ArrayList<>(before.state().nodes());
    Set<String> either = new HashSet<>(before.taken().keySet());
    either.addAll(taken.keySet());
    for (String name : either) {
      Allocation now = taken.getOrDefault(name, Allocation.NONE);
      Integer at = member.nodes().get(name);
      if (at != null && !Objects.equals(now, before.taken().get(name))) {
        nodes.set(at, member.idle().nodes().get(at).take(now));
      }
    }
    PoolState state = member.idle().with(nodes);
    known.put(member.name(), new Counted(taken, state));
    return state;
  }
}
