package io.sesamo.engine;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.Pool;
import io.sesamo.engine.fleet.Drain;
import io.sesamo.engine.fleet.FleetNow;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.Node;
import io.sesamo.placement.Objective;
import io.sesamo.placement.PoolState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pools that the backends run and the fleet has, with what is known of each; nothing runs in
 * them. Immutable. Where there is no fleet, all pools of the backends count, and nothing is known
 * of them but their nodes.
 */
final class Fleet {

  private final List<List<Pool>> offered;
  private final FleetNow now;
  private final Map<String, Member> members;
  private final Map<String, Set<String>> platforms;
  private final FleetState idle;

  private Fleet(List<List<Pool>> offered, FleetNow now) {
    this.offered = offered;
    this.now = now;
    this.members = new LinkedHashMap<>();
    for (Pool pool : offered.stream().flatMap(List::stream).toList()) {
      Optional<FleetFile.Place> place = now.file().flatMap(file -> file.place(pool.name()));
      if (place.isPresent() || now.file().isEmpty()) {
        members.put(pool.name(), member(pool, place, now.drains()));
      }
    }
    this.platforms =
        members.values().stream().collect(Collectors.toMap(Member::name, Member::platforms));
    this.idle = FleetFacts.state(now, members.values().stream().map(Member::idle).toList());
  }

  /**
   * A pool of the fleet.
   *
   * @param place what the fleet's file says of it
   * @param idle with nothing running in it
   * @param nodes where each stands in that
   */
  record Member(
      Pool pool, Optional<FleetFile.Place> place, PoolState idle, Map<String, Integer> nodes) {

    String name() {
      return pool.name();
    }

    /** The site's id; empty: not known. */
    String site() {
      return place.map(found -> found.site().site().id()).orElse("");
    }

    Set<String> platforms() {
      return pool.nodes().stream().map(Node::platform).collect(Collectors.toSet());
    }

    /** The node of that name, idle. */
    Optional<Node> node(String name) {
      return Optional.ofNullable(nodes.get(name)).map(idle.nodes()::get);
    }

    /** What its nodes of that kind have. */
    Optional<Accelerator> accelerator(String platform) {
      return place.flatMap(found -> found.pool().accelerator(platform));
    }

    /** The model that a node has; empty: none, or not known. */
    Optional<Accelerator> acceleratorOf(String node) {
      return node(node).flatMap(found -> accelerator(found.platform()));
    }
  }

  /** The fleet of these backends. */
  static Fleet of(List<Backend> backends, FleetNow now) {
    return new Fleet(backends.stream().map(Backend::pools).toList(), now);
  }

  /** The fleet of these pools alone. */
  static Fleet ofPools(List<Pool> pools, FleetNow now) {
    return new Fleet(List.of(pools), now);
  }

  private static Member member(
      Pool pool, Optional<FleetFile.Place> place, Map<String, Drain> drains) {
    PoolState state = FleetFacts.pool(pool, place, drains);
    Map<String, Integer> positions = HashMap.newHashMap(state.nodes().size());
    for (int i = 0; i < state.nodes().size(); i++) {
      positions.put(state.nodes().get(i).name(), i);
    }
    return new Member(pool, place, state, positions);
  }

  /** Whether it is still so: cheap, since backends give the same list until something changes. */
  @SuppressWarnings("ReferenceEquality")
  boolean holds(List<Backend> backends, FleetNow latest) {
    boolean same = now == latest;
    for (int i = 0; same && i < backends.size(); i++) {
      List<Pool> pools = backends.get(i).pools();
      same = pools == offered.get(i) || pools.equals(offered.get(i));
    }
    return same;
  }

  FleetNow now() {
    return now;
  }

  Collection<Member> members() {
    return members.values();
  }

  Optional<Member> member(String pool) {
    return Optional.ofNullable(members.get(pool));
  }

  /** The names of the pools. */
  Set<String> names() {
    return members.keySet();
  }

  /**
   * The names of the pools that somebody may know of: he, or one below his tenant, may use them.
   */
  Set<String> names(TenantScope scope) {
    return members.values().stream()
        .filter(member -> member.place().stream().allMatch(place -> shown(place.pool(), scope)))
        .map(Member::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean shown(FleetPool pool, TenantScope scope) {
    return scope.all()
        || pool.admits(Optional.of(scope.home()))
        || pool.tenants().stream().anyMatch(scope::holds);
  }

  /** Whether there are several pools. */
  boolean several() {
    return members.size() > 1;
  }

  /** Whether there is a choice: of pools, or of kinds of nodes in one. */
  boolean choice() {
    return several() || platforms.keySet().stream().anyMatch(this::mixed);
  }

  /**
   * The same for a workflow.
   *
   * @param pool that it must run in; empty: any
   */
  boolean choice(Optional<String> pool) {
    return pool.map(this::mixed).orElseGet(this::choice);
  }

  private boolean mixed(String pool) {
    return platforms.getOrDefault(pool, Set.of()).size() > 1;
  }

  /** The kinds of nodes of each pool. */
  Map<String, Set<String>> platforms() {
    return platforms;
  }

  /** With nothing running in it. */
  FleetState idle() {
    return idle;
  }

  /** With nothing running in it, and nothing drained. */
  FleetState open() {
    List<PoolState> pools = new ArrayList<>();
    members
        .values()
        .forEach(member -> pools.add(FleetFacts.pool(member.pool(), member.place(), Map.of())));
    return FleetFacts.state(now, pools);
  }

  /** The site of a pool; empty: not known. */
  String site(String pool) {
    return member(pool).map(Member::site).orElse("");
  }

  /** What workflows that name no objective are placed by. */
  Objective objective() {
    return idle.policy().objective();
  }

  /** How often a group may be moved in an hour. */
  int movesPerHour() {
    return now.file().map(file -> file.placement().movesPerHour()).orElse(Integer.MAX_VALUE);
  }

  /** Why nothing may go on at a node; empty: it may. */
  Optional<String> closed(String pool, String node) {
    Member member = members.get(pool);
    if (member == null) {
      return Optional.empty();
    }
    return drained("site " + member.site(), member.site())
        .or(() -> drained("pool " + pool, pool))
        .or(() -> drained("node " + node, pool + "/" + node))
        .or(() ->
            member
                .node(node)
                .map(found -> found.usable() ? Optional.<String>empty() : Optional.of("lost"))
                .orElse(Optional.of("no longer in the fleet"))
                .map(what -> "node " + node + " is " + what));
  }

  private Optional<String> drained(String what, String name) {
    return Optional.ofNullable(now.drains().get(name)).map(drain -> what + " is " + drain.words());
  }
}
