package io.sesamo.engine.fleet;

import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.Place;
import io.sesamo.model.fleet.FleetNode;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.placement.AcceleratorSet;
import io.sesamo.placement.Allocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where work is under way. Another file of the fleet must leave that as it is: the law, drains and
 * accounts find the work by what the file says of its place.
 *
 * @param pools by name, of each the nodes by name with what they must have for what runs there
 */
public record Taken(Map<String, Map<String, Resources>> pools) {

  /** Nothing is under way. */
  public static final Taken NOTHING = new Taken(Map.of());

  private static final int MOST_TOLD = 10;

  /** What is taken of the nodes of pools. */
  public static Taken of(Map<String, Map<String, Allocation>> taken) {
    Map<String, Map<String, Resources>> pools = new TreeMap<>();
    taken.forEach((pool, nodes) -> {
      Map<String, Resources> needed = pools.computeIfAbsent(pool, name -> new TreeMap<>());
      nodes.forEach((node, own) -> needed.put(node, needed(own)));
    });
    return new Taken(pools);
  }

  /** Who has the last of eight accelerators needs a node with eight. */
  private static Resources needed(Allocation own) {
    AcceleratorSet set = own.accelerators();
    int last = Long.SIZE - Long.numberOfLeadingZeros(set.whole());
    for (int number : set.parts().keySet()) {
      last = Math.max(last, number + 1);
    }
    Resources sum = own.amount();
    return new Resources(
        sum.cpuMilli(),
        sum.memoryBytes(),
        sum.storageBytes(),
        Math.max(sum.acceleratorMilli(), (long) last * Resources.WHOLE));
  }

  /**
   * Why a file cannot hold yet, for people; empty: it leaves all of this as it is.
   *
   * @param before the file that holds; empty: none, or nobody knows
   */
  Optional<String> against(FleetFile file, Optional<FleetFile> before) {
    List<String> lost = new ArrayList<>();
    Set<String> lacking = new LinkedHashSet<>();
    Set<String> changed = new LinkedHashSet<>();
    pools.forEach((name, nodes) -> {
      Optional<Place> after = file.place(name);
      if (after.isEmpty()) {
        lost.add(name);
      } else {
        Optional<Place> old = before.flatMap(known -> known.place(name));
        compare(nodes, old, after.get(), lacking, changed);
      }
    });
    List<String> words = new ArrayList<>();
    if (!lost.isEmpty()) {
      words.add("it lacks " + all("the pool", lost) + ", where work is under way");
    }
    if (!lacking.isEmpty()) {
      words.add("it lacks " + all("node", lacking) + ", where work is under way");
    }
    changed.stream().limit(MOST_TOLD).forEach(words::add);
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join("; ", words)
                + ". Drain or cancel that first, or keep its place as it is until it is done.");
  }

  private static String all(String kind, Collection<String> names) {
    String told = String.join(", ", names.stream().limit(MOST_TOLD).toList());
    int more = names.size() - MOST_TOLD;
    return kind
        + (names.size() == 1 ? " " : "s ")
        + told
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static void compare(
      Map<String, Resources> nodes,
      Optional<Place> before,
      Place after,
      Set<String> lacking,
      Set<String> changed) {
    FleetPool pool = after.pool();
    String site = after.site().site().id();
    before
        .map(old -> old.site().site().id())
        .filter(old -> !old.equals(site))
        .ifPresent(old ->
            changed.add(
                "it has pool %s at %s, and work is under way there at %s"
                    .formatted(pool.name(), site, old)));
    if (!pool.emulated() && before.filter(old -> old.pool().emulated()).isEmpty()) {
      // Of which kind a node is, only its backend knows.
      before.ifPresent(old ->
          old.pool()
              .platforms()
              .keySet()
              .forEach(kind -> model(old.pool(), kind, pool, kind, changed)));
      return;
    }
    nodes.forEach((name, needed) -> {
      Optional<FleetNode> node = pool.node(name);
      if (!pool.emulated() || node.isEmpty()) {
        lacking.add(pool.name() + "/" + name);
        return;
      }
      if (!node.get().has().holds(needed)) {
        changed.add("it gives node %s/%s less than is taken there".formatted(pool.name(), name));
      }
      before.ifPresent(old ->
          old.pool()
              .node(name)
              .ifPresent(
                  was -> model(old.pool(), was.platform(), pool, node.get().platform(), changed)));
    });
  }

  /** One that nobody named before may be named now. */
  private static void model(
      FleetPool before, String was, FleetPool after, String is, Set<String> changed) {
    Optional<String> old = before.accelerator(was).map(Accelerator::id);
    Optional<String> now = after.accelerator(is).map(Accelerator::id);
    if (old.isPresent() && !old.equals(now)) {
      changed.add(
          "it gives platform %s of pool %s %s, and work is under way there on %s"
              .formatted(is, after.name(), now.orElse("no accelerator's model"), old.get()));
    }
  }
}
