package io.sesamo.placement.sim;

import io.sesamo.model.Resources;
import io.sesamo.placement.Node;
import io.sesamo.placement.Placement;
import io.sesamo.placement.PoolState;
import io.sesamo.placement.TaskRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes of a fleet and what is taken of them. It refuses to give what is not there. */
public final class Cluster {

  private final Map<String, Pool> pools = new LinkedHashMap<>();

  public Cluster(List<PoolState> states) {
    states.forEach(state -> pools.put(state.name(), new Pool(state)));
  }

  /** All pools as they are now. */
  public List<PoolState> pools() {
    List<PoolState> states = new ArrayList<>(pools.size());
    pools.values().forEach(pool -> states.add(pool.state()));
    return states;
  }

  public PoolState pool(String name) {
    return find(name).state();
  }

  public Node node(String pool, String node) {
    Pool found = find(pool);
    return found.nodes[found.index(node)];
  }

  /** What a placement takes of each node. */
  public static Map<String, Resources> taken(Placement placement, List<TaskRequest> tasks) {
    Map<String, Resources> taken = new HashMap<>();
    for (TaskRequest task : tasks) {
      taken.merge(placement.node(task.task()), task.amount(), Resources::plus);
    }
    return taken;
  }

  /**
   * Takes amounts of nodes.
   *
   * @throws IllegalStateException when a node has less left
   */
  public void take(String pool, Map<String, Resources> amounts) {
    Pool found = find(pool);
    amounts.forEach((name, amount) -> {
      int at = found.index(name);
      Node node = found.nodes[at];
      if (!node.free().holds(amount)) {
        throw new IllegalStateException(
            "Over-committed: " + amount + " of " + node + " in pool " + pool);
      }
      found.set(at, node.take(amount));
    });
  }

  /** Gives them back. */
  public void release(String pool, Map<String, Resources> amounts) {
    Pool found = find(pool);
    amounts.forEach((name, amount) -> {
      int at = found.index(name);
      Node node = found.nodes[at];
      found.set(at, node.take(Resources.NONE.minus(amount)));
    });
  }

  void close(String pool, Optional<String> reason) {
    find(pool).close(reason);
  }

  void usable(String pool, String node, boolean usable) {
    Pool found = find(pool);
    int at = found.index(node);
    Node is = found.nodes[at];
    found.set(
        at, new Node(is.name(), is.platform(), is.capacity(), is.free(), is.labels(), usable));
  }

  /** Accelerators of all nodes. */
  public int accelerators() {
    return pools.values().stream()
        .flatMap(pool -> Arrays.stream(pool.nodes))
        .mapToInt(node -> node.capacity().accelerators())
        .sum();
  }

  private Pool find(String name) {
    return Objects.requireNonNull(pools.get(name), () -> "There is no pool " + name);
  }

  private static final class Pool {
    private PoolState frame;
    private final Node[] nodes;
    private final Map<String, Integer> index = new HashMap<>();
    private @Nullable PoolState state;

    Pool(PoolState state) {
      frame = state.with(List.of());
      nodes = state.nodes().toArray(Node[]::new);
      for (int i = 0; i < nodes.length; i++) {
        index.put(nodes[i].name(), i);
      }
    }

    int index(String node) {
      return Objects.requireNonNull(
          index.get(node), () -> "There is no node " + node + " in pool " + frame.name());
    }

    void set(int at, Node node) {
      nodes[at] = node;
      state = null;
    }

    void close(Optional<String> reason) {
      frame =
          new PoolState(
              frame.name(),
              frame.site(),
              reason,
              frame.tenants(),
              frame.emulated(),
              frame.platforms(),
              List.of());
      state = null;
    }

    /** Made afresh only when something has changed. */
    PoolState state() {
      PoolState made = state;
      if (made == null) {
        made = frame.with(List.of(nodes));
        state = made;
      }
      return made;
    }
  }
}
