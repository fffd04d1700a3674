package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Gang.Found;
import io.sesamo.placement.Lots.Lot;
import io.sesamo.placement.TaskRequest.Near;
import io.sesamo.placement.packing.Packing.Choice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Tries to place a gang, part of the network by part. Not thread-safe. */
final class Search {

  /** So many ways to meet what the tasks ask of their nearness are tried. */
  private static final int MOST_TRIES = 2000;

  private final Gang gang;
  private final List<Lot> lots;
  private final Optional<Book> book;
  private final Room begin;
  private Room room; // a copy, once something is taken of it

  /** For each lot, how many of its tasks each node holds. */
  private final List<int[]> counts = new ArrayList<>();

  private int tries;

  /**
   * Begins with that room, which stays as it is.
   *
   * @param book that chooses among equal nodes; none where only whether it fits is asked
   */
  Search(Gang gang, Room begin, Optional<Book> book) {
    this.gang = gang;
    this.lots = gang.lots().all();
    this.begin = begin;
    this.room = begin;
    this.book = book;
    for (int i = 0; i < lots.size(); i++) {
      int[] count = new int[room.size()];
      for (int node : gang.nodes().get(i)) {
        count[node] = room.count(node, lots.get(i).amount(), Integer.MAX_VALUE);
      }
      counts.add(count);
    }
  }

  /** The tightest part of the network in which they fit; anywhere, where they are to be spread. */
  Optional<Found> near(List<Near> nears) {
    if (gang.lots().tasks() > 1 && !gang.spread()) {
      Optional<Found> found = oneNode().flatMap(node -> within(node, nears));
      if (found.isPresent()) {
        return found;
      }
      for (String level : gang.levels()) {
        for (int[] domain : tightest(level, anywhere(), lot -> true)) {
          found = within(set(domain), nears);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return within(nears);
  }

  /** Whether a part of the network holds the only lot. */
  boolean holds(Near near) {
    return !tightest(near.key(), anywhere(), lot -> true).isEmpty();
  }

  /** Anywhere, as near together as they ask. */
  Optional<Found> within(List<Near> nears) {
    BitSet all = new BitSet();
    all.set(0, room.size());
    return within(all, nears);
  }

  private Optional<Found> within(BitSet part, List<Near> nears) {
    tries = 0;
    return meet(nears, 0, Collections.nCopies(lots.size(), part));
  }

  private List<BitSet> anywhere() {
    BitSet all = new BitSet();
    all.set(0, room.size());
    return Collections.nCopies(lots.size(), all);
  }

  private static BitSet set(int[] nodes) {
    BitSet set = new BitSet();
    for (int node : nodes) {
      set.set(node);
    }
    return set;
  }

  /** The node that holds them all and has the least left then. */
  private Optional<BitSet> oneNode() {
    Resources total = gang.lots().total();
    if (lots.stream().anyMatch(lot -> lot.amount().shares())) {
      return Arrays.stream(gang.nodes().getFirst())
          .filter(node -> room.sums(node, total) && heldByAll(node))
          .boxed()
          .sorted(Comparator.comparingLong(this::left))
          .map(node -> set(new int[] {node}))
          .filter(one -> pack(Collections.nCopies(lots.size(), one)).isPresent())
          .findFirst();
    }
    int best = -1;
    for (int node : gang.nodes().getFirst()) {
      if (room.holds(node, total) && (best < 0 || left(node) < left(best)) && heldByAll(node)) {
        best = node;
      }
    }
    return best < 0 ? Optional.empty() : Optional.of(set(new int[] {best}));
  }

  private boolean heldByAll(int node) {
    return counts.stream().allMatch(count -> count[node] > 0);
  }

  /** Of two nodes the one with less left is filled first: accelerators count most, then cores. */
  private long left(int node) {
    return (room.acceleratorMilli(node) << 40) + Math.min(room.cpu(node), (1L << 40) - 1);
  }

  /**
   * The parts of the network that may hold the lots that it concerns, those that would be filled
   * best first.
   *
   * @param label of which the nodes of a part have one value
   * @param bounds for each lot, where it must be
   */
  private List<int[]> tightest(String label, List<BitSet> bounds, Predicate<Lot> concerned) {
    Map<Long, List<int[]>> parts = new TreeMap<>();
    for (int[] domain : gang.layout().domains(label).values()) {
      long spare = Long.MAX_VALUE;
      for (int i = 0; i < lots.size() && spare >= 0; i++) {
        if (concerned.test(lots.get(i))) {
          long held = 0;
          for (int node : domain) {
            held += bounds.get(i).get(node) ? counts.get(i)[node] : 0;
          }
          spare = Math.min(spare, held - lots.get(i).size());
        }
      }
      if (spare >= 0) {
        parts.computeIfAbsent(spare, key -> new ArrayList<>()).add(domain);
      }
    }
    return parts.values().stream().flatMap(List::stream).toList();
  }

  /** Chooses, for one wish after the other, the part of the network in which it is met. */
  private Optional<Found> meet(List<Near> nears, int next, List<BitSet> bounds) {
    if (tries++ > MOST_TRIES) {
      return Optional.empty();
    }
    if (next == nears.size()) {
      return pack(bounds);
    }
    Near near = nears.get(next);
    Predicate<Lot> concerned = lot -> lot.asks().near().contains(near);
    for (int[] domain : tightest(near.key(), bounds, concerned)) {
      BitSet part = set(domain);
      List<BitSet> tighter = new ArrayList<>();
      for (int i = 0; i < lots.size(); i++) {
        BitSet bound = bounds.get(i);
        if (concerned.test(lots.get(i))) {
          bound = (BitSet) bound.clone();
          bound.and(part);
        }
        tighter.add(bound);
      }
      Optional<Found> found = meet(nears, next + 1, tighter);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Found> pack(List<BitSet> bounds) {
    Map<String, Integer> nodeByTask = new LinkedHashMap<>();
    Map<String, List<Integer>> numbers = new HashMap<>();
    if (room == begin) { // only now: mostly counting tells that it is no use
      room = begin.copy();
    }
    int[] mine = new int[room.size()];
    boolean all = true;
    for (int i = 0; i < lots.size() && all; i++) {
      all = pack(lots.get(i), open(i, bounds.get(i)), nodeByTask, numbers, mine);
    }
    room.reset(begin);
    int[] used = nodeByTask.values().stream().mapToInt(Integer::intValue).distinct().toArray();
    return all
        ? Optional.of(new Found(nodeByTask, numbers, gang.distance(used)))
        : Optional.empty();
  }

  private int[] open(int lot, BitSet bound) {
    return bound.stream().filter(node -> counts.get(lot)[node] > 0).toArray();
  }

  /**
   * Places a lot.
   *
   * @param mine how many of the gang's tasks are on each node
   */
  private boolean pack(
      Lot lot,
      int[] open,
      Map<String, Integer> nodeByTask,
      Map<String, List<Integer>> numbers,
      int[] mine) {
    int next = 0;
    while (next < lot.size()) {
      int rest = lot.size() - next;
      Optional<Choice> choice = packs(lot, open) ? choice(lot, open) : Optional.empty();
      int node =
          choice.isPresent()
              ? choice.get().node()
              : gang.spread() ? emptiest(lot, open, mine) : fullest(lot, open, rest);
      if (node < 0) {
        return false;
      }
      int count = gang.spread() ? 1 : room.count(node, lot.amount(), rest);
      for (String task : lot.tasks().subList(next, next + count)) {
        nodeByTask.put(task, node);
        if (lot.amount().shares()) {
          int number = part(node, (int) lot.amount().acceleratorMilli(), choice);
          numbers.put(task, List.of(number));
          room.take(node, Allocation.of(lot.amount(), List.of(number)));
        }
      }
      if (!lot.amount().shares()) {
        room.take(node, new Allocation(lot.amount().times(count)));
      }
      mine[node] += count;
      next += count;
    }
    return true;
  }

  private int part(int node, int milli, Optional<Choice> choice) {
    return choice.isPresent()
        ? room.part(node, milli, Long.numberOfTrailingZeros(choice.get().accelerators()))
        : room.tightest(node, milli);
  }

  /** Whether there is a choice that matters for those to come: of nodes, or of accelerators. */
  private boolean packs(Lot lot, int[] open) {
    Resources amount = lot.amount();
    return gang.lots().tasks() == 1
        && !gang.spread()
        && (amount.shares() ? open.length > 0 : amount.acceleratorMilli() > 0 && open.length > 1);
  }

  private Optional<Choice> choice(Lot lot, int[] open) {
    return book.flatMap(of -> of.packer().choose(of, lot.amount(), open));
  }

  /** The node that takes the most of what is left to place, and has the least left then. */
  private int fullest(Lot lot, int[] open, int rest) {
    int best = -1;
    int most = 0;
    for (int node : open) {
      int count = room.count(node, lot.amount(), rest);
      if (count > most || (count == most && count > 0 && left(node) < left(best))) {
        best = node;
        most = count;
      }
    }
    return best;
  }

  /** The node with the fewest of the gang's tasks on it, and the most left. */
  private int emptiest(Lot lot, int[] open, int[] mine) {
    int best = -1;
    for (int node : open) {
      if (room.holds(node, lot.amount())
          && (best < 0
              || mine[node] < mine[best]
              || (mine[node] == mine[best] && left(node) > left(best)))) {
        best = node;
      }
    }
    return best;
  }
}
