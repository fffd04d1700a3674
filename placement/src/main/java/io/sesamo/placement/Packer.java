package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.packing.Demand;
import io.sesamo.placement.packing.DemandHistory;
import io.sesamo.placement.packing.DemandMix;
import io.sesamo.placement.packing.Ledger;
import io.sesamo.placement.packing.Models;
import io.sesamo.placement.packing.NodeCapacity;
import io.sesamo.placement.packing.Packing;
import io.sesamo.placement.packing.Sesamo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses, of the nodes that hold a task with accelerators, the one on which what is left is worth
 * the most to the demand that queue and fleet show. Not thread-safe.
 */
final class Packer {

  private final Collection<GroupRequest> queue;
  private final FleetState fleet;
  private final Map<Book, Bin> bins = new HashMap<>();
  private @Nullable DemandMix mix;

  Packer(Collection<GroupRequest> queue, FleetState fleet) {
    this.queue = queue;
    this.fleet = fleet;
  }

  /** A pool's nodes and the policy for them. */
  private record Bin(Ledger ledger, Packing packing) {}

  /**
   * The best of those nodes; none where the pool has more kinds of nodes than can be told apart.
   */
  OptionalInt choose(Book book, Resources amount, int[] open) {
    if (book.usable().size() > Models.MAX) {
      return OptionalInt.empty();
    }
    Bin bin = bins.computeIfAbsent(book, this::bin);
    BitSet allowed = new BitSet();
    for (int node : open) {
      allowed.set(node);
    }
    return bin.packing()
        .choose(bin.ledger(), demand(amount), allowed)
        .map(choice -> OptionalInt.of(choice.node()))
        .orElse(OptionalInt.empty());
  }

  /** Something was taken of a pool. */
  void take(Book book, Map<Integer, Resources> amounts) {
    Bin bin = bins.get(book);
    if (bin != null) {
      amounts.forEach((node, amount) -> take(bin.ledger(), node, amount));
    }
  }

  private static void take(Ledger ledger, int node, Resources amount) {
    Demand demand = demand(amount);
    ledger.take(node, demand, ledger.tightest(node, demand));
  }

  private static Demand demand(Resources amount) {
    return amount.accelerators() == 0
        ? Demand.cpuOnly(amount.cpuMilli(), amount.memoryBytes(), amount.storageBytes())
        : new Demand(
            amount.cpuMilli(),
            amount.memoryBytes(),
            amount.storageBytes(),
            amount.accelerators(),
            Demand.WHOLE,
            Models.ANY);
  }

  private Bin bin(Book book) {
    List<String> kinds = List.copyOf(book.usable().keySet());
    List<NodeCapacity> nodes = new ArrayList<>();
    for (Node node : book.pool().nodes()) {
      Resources all = node.capacity();
      nodes.add(
          new NodeCapacity(
              kinds.indexOf(node.platform()),
              all.cpuMilli(),
              all.memoryBytes(),
              all.storageBytes(),
              Math.min(all.accelerators(), NodeCapacity.MAX_ACCELERATORS)));
    }
    Ledger ledger = Ledger.idle(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      Resources used = book.pool().nodes().get(i).capacity().minus(book.free().at(i));
      if (!used.equals(Resources.NONE)) {
        take(ledger, i, used);
      }
    }
    return new Bin(ledger, new Sesamo(mix(), ledger));
  }

  /** What is asked for: by those who wait, and by those who run. */
  private DemandMix mix() {
    if (mix == null) {
      DemandHistory history = new DemandHistory();
      // Sums of floating-point numbers depend on their order; the answer must not.
      fleet.running().stream()
          .sorted(Comparator.comparing(Running::id))
          .flatMap(running -> new TreeMap<>(running.taken()).values().stream())
          .forEach(taken -> history.observe(demand(taken)));
      queue.stream()
          .sorted(Comparator.comparing(GroupRequest::id))
          .flatMap(group -> group.tasks().stream())
          .forEach(task -> history.observe(demand(task.amount())));
      mix = history.mix();
    }
    return mix;
  }
}
