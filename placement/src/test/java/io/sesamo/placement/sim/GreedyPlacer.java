package io.sesamo.placement.sim;

import io.sesamo.placement.Allocation;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Explanation;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.FleetState.Tenant;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Node;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placer;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.TaskRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Gives each group, oldest first within a priority, the first place where it fits now, in an order
 * of places. It keeps the law, the quotas and all other rules, but looks at nothing else: no data,
 * no later stages, no reservations. What sesamo is compared with.
 */
public record GreedyPlacer(String name, Order order) implements Placer {

  /** A kind of node of a pool, where a group might go. */
  public record Place(GroupRequest group, PoolState pool, String platform, FleetState fleet) {}

  /** By what places are sorted, least first; equals in the order of the fleet. */
  public interface Order extends ToDoubleFunction<Place> {}

  /** The order in which the fleet lists them. */
  public static final GreedyPlacer FIRST = new GreedyPlacer("first-fit", place -> 0);

  /** The lowest price of an accelerator for an hour, as one picks a cloud from a list. */
  public static final GreedyPlacer CHEAPEST =
      new GreedyPlacer("cheapest-first", place -> price(place));

  /** The lowest price of the run, if one knew how long it takes on each chip. */
  public static final GreedyPlacer CHEAPEST_RUN =
      new GreedyPlacer(
          "cheapest-run",
          place ->
              price(place)
                  * Truth.seconds(
                      place.group().stage().work(), place.pool().platform(place.platform())));

  /** The least time to move its data. */
  public static final GreedyPlacer NEAREST =
      new GreedyPlacer("nearest-first", GreedyPlacer::transfer);

  private static double price(Place place) {
    return place.pool().platform(place.platform()).price().orElse(0);
  }

  private static double transfer(Place place) {
    String site = place.pool().site().id();
    return place.group().data().stream()
        .filter(data -> !data.site().equals(site))
        .mapToDouble(data ->
            data.bytes() * 8.0 / place.fleet().network().link(data.site(), site).bandwidth())
        .sum();
  }

  @Override
  public List<Decision> decide(List<GroupRequest> queue, FleetState fleet, Instant now) {
    Cluster cluster = new Cluster(fleet.pools());
    Map<String, Long> uses = new HashMap<>();
    for (Tenant tenant : fleet.tenants()) {
      uses.put(tenant.name(), Rules.use(fleet, tenant));
    }
    List<Decision> decisions = new ArrayList<>();
    queue.stream()
        .sorted(
            Comparator.comparingInt((GroupRequest group) -> -group.priority())
                .thenComparing(GroupRequest::readySince)
                .thenComparing(GroupRequest::id))
        .forEach(group -> decisions.add(decide(group, fleet, cluster, uses)));
    return decisions;
  }

  private Decision decide(
      GroupRequest group, FleetState fleet, Cluster cluster, Map<String, Long> uses) {
    List<Tenant> above =
        fleet.tenants().stream()
            .filter(tenant -> Rules.within(group.tenant(), tenant.name()))
            .toList();
    long needs = group.stage().acceleratorMilli();
    boolean allowed =
        above.stream()
            .allMatch(tenant -> uses.getOrDefault(tenant.name(), 0L) + needs <= Rules.most(tenant));
    if (allowed) {
      for (Place place : places(group, fleet)) {
        Optional<Placement> placement = fit(place, cluster);
        if (placement.isPresent()) {
          cluster.take(place.pool().name(), Cluster.taken(placement.get(), group.tasks()));
          above.forEach(tenant -> uses.merge(tenant.name(), needs, Long::sum));
          return new Decision.Placed(group, placement.get(), said("borrowed perhaps"));
        }
      }
    }
    return new Decision.Waiting(group, List.of(), said("nothing is free"));
  }

  private static Explanation said(String lead) {
    return new Explanation(lead, List.of());
  }

  private List<Place> places(GroupRequest group, FleetState fleet) {
    List<Place> places = new ArrayList<>();
    for (PoolState pool : fleet.pools()) {
      if (Rules.broken(group, pool).isEmpty()) {
        pool.nodes().stream()
            .map(Node::platform)
            .distinct()
            .forEach(platform -> places.add(new Place(group, pool, platform, fleet)));
      }
    }
    places.sort(Comparator.comparingDouble(order));
    return places;
  }

  /** Tasks one after the other from each node on, until all have one. */
  private static Optional<Placement> fit(Place place, Cluster cluster) {
    List<Node> nodes =
        cluster.pool(place.pool().name()).nodes().stream()
            .filter(node -> node.platform().equals(place.platform()))
            .toList();
    boolean anywhere = place.group().tasks().stream().allMatch(task -> task.near().isEmpty());
    for (int start = 0; start < (anywhere ? 1 : nodes.size()); start++) {
      Optional<Placement> found = fit(place, nodes, start, cluster);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Placement> fit(
      Place place, List<Node> nodes, int start, Cluster cluster) {
    List<Node> left = new ArrayList<>(nodes);
    Map<String, Placement.Slot> slots = new HashMap<>();
    int at = start;
    for (TaskRequest task : place.group().tasks()) {
      Optional<List<Integer>> numbers = Optional.empty();
      while (at < left.size() && numbers.isEmpty()) {
        numbers = numbers(place, task, left.get(at));
        at += numbers.isEmpty() ? 1 : 0;
      }
      if (numbers.isEmpty()) {
        return Optional.empty();
      }
      Node node = left.get(at);
      left.set(at, node.take(Allocation.of(task.amount(), numbers.get())));
      slots.put(task.task(), new Placement.Slot(node.name(), numbers.get()));
    }
    Placement placement = new Placement(place.pool().name(), slots);
    return Rules.apart(place.group(), placement, cluster).isEmpty()
        ? Optional.of(placement)
        : Optional.empty();
  }

  /** The accelerators of a node that a task would get; empty: it does not hold it. */
  private static Optional<List<Integer>> numbers(Place place, TaskRequest task, Node node) {
    return Rules.broken(place.group(), place.pool(), task, node).isEmpty()
        ? Cluster.first(node, task.amount())
        : Optional.empty();
  }
}
