package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.packing.Demand;
import io.sesamo.placement.packing.DemandHistory;
import io.sesamo.placement.packing.DemandMix;
import io.sesamo.placement.packing.Ledger;
import io.sesamo.placement.packing.Models;
import io.sesamo.placement.packing.NodeCapacity;
import io.sesamo.placement.packing.Packing;
import io.sesamo.placement.packing.Packing.Choice;
import io.sesamo.placement.packing.Sesamo;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
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
   * The best of those nodes, and of its accelerators; none where the pool has more kinds of nodes
   * than can be told apart.
   */
  Optional<Choice> choose(Book book, Resources amount, int[] open) {
    if (book.usable().size() > Models.MAX) {
      return Optional.empty();
    }
    Bin bin = bins.computeIfAbsent(book, this::bin);
    BitSet allowed = new BitSet();
    for (int node : open) {
      allowed.set(node);
    }
    return bin.packing().choose(bin.ledger(), demand(amount), allowed);
  }

  /** Something was taken of a pool. */
  void take(Book book, Map<Integer, Allocation> amounts) {
    Bin bin = bins.get(book);
    if (bin != null) {
      amounts.forEach((node, some) -> take(bin.ledger(), node, some));
    }
  }

  private static void take(Ledger ledger, int node, Allocation some) {
    AcceleratorSet accelerators = some.accelerators();
    Resources amount = some.amount();
    long whole = accelerators.whole();
    ledger.take(
        node,
        demand(
            new Resources(
                amount.cpuMilli(),
                amount.memoryBytes(),
                amount.storageBytes(),
                Long.bitCount(whole) * (long) Resources.WHOLE)),
        whole);
    accelerators
        .parts()
        .forEach((number, milli) ->
            ledger.take(node, new Demand(0, 0, 0, 1, milli, Models.ANY), 1L << number));
  }

  private static Demand demand(Resources amount) {
    int count = (int) (amount.acceleratorMilli() / Resources.WHOLE);
    return amount.acceleratorMilli() == 0
        ? Demand.cpuOnly(amount.cpuMilli(), amount.memoryBytes(), amount.storageBytes())
        : new Demand(
            amount.cpuMilli(),
            amount.memoryBytes(),
            amount.storageBytes(),
            amount.shares() ? 1 : count,
            amount.shares() ? (int) amount.acceleratorMilli() : Demand.WHOLE,
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
              (int) (all.acceleratorMilli() / Resources.WHOLE)));
    }
    Ledger ledger = Ledger.idle(nodes);
    for (int i = 0; i < nodes.size(); i++) {
      Allocation used = used(book, i);
      if (!used.equals(Allocation.NONE)) {
        take(ledger, i, used);
      }
    }
    return new Bin(ledger, new Sesamo(mix(), ledger));
  }

  /**
   * What is taken of a node, with the numbers of all its accelerators: all that it has where more
   * is taken than that, since it may have become smaller under what runs there.
   */
  private static Allocation used(Book book, int node) {
    Resources all = book.pool().nodes().get(node).capacity();
    Resources used = all.minus(book.free().amount(node));
    long every = AcceleratorSet.first(all.acceleratorMilli() / Resources.WHOLE);
    if (!all.holds(used) || (book.taken(node).touched() & ~every) != 0) {
      return new Allocation(all, new AcceleratorSet(every, Map.of()));
    }
    if (used.acceleratorMilli() == 0) {
      return new Allocation(used);
    }
    AcceleratorSet known = book.taken(node);
    AcceleratorSet parts = new AcceleratorSet(0, known.parts());
    long whole = every & ~book.idle(node) & ~parts.touched();
    return new Allocation(used, new AcceleratorSet(whole, known.parts()));
  }

  /** What is asked for: by those who wait, and by those who run. */
  private DemandMix mix() {
    if (mix == null) {
      DemandHistory history = new DemandHistory();
      // Sums of floating-point numbers depend on their order; the answer must not.
      fleet.running().stream()
          .sorted(Comparator.comparing(Running::id))
          .flatMap(running -> new TreeMap<>(running.taken()).values().stream())
          .flatMap(Packer::demands)
          .forEach(history::observe);
      queue.stream()
          .sorted(Comparator.comparing(GroupRequest::id))
          .flatMap(group -> group.tasks().stream())
          .forEach(task -> history.observe(demand(task.amount())));
      mix = history.mix();
    }
    return mix;
  }

  /** What a group asked of a node, as far as it is known: each accelerator shared is one demand. */
  private static Stream<Demand> demands(Allocation taken) {
    if (taken.accelerators().parts().isEmpty()) {
      return Stream.of(demand(taken.amount()));
    }
    Map<Integer, Integer> parts = new TreeMap<>(taken.accelerators().parts());
    int count = parts.size() + (taken.wholes() > 0 ? 1 : 0);
    Resources all = taken.amount();
    List<Demand> demands = new ArrayList<>();
    long cpu = all.cpuMilli() / count;
    long memory = all.memoryBytes() / count;
    long storage = all.storageBytes() / count;
    parts
        .values()
        .forEach(milli -> demands.add(demand(new Resources(cpu, memory, storage, milli))));
    if (taken.wholes() > 0) {
      demands.add(demand(Resources.whole(cpu, memory, storage, taken.wholes())));
    }
    return demands.stream();
  }
}
