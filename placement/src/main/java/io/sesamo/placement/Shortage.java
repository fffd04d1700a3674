package io.sesamo.placement;

import io.sesamo.model.Resources;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.Lots.Lot;
import io.sesamo.placement.TaskRequest.Near;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Why a group does not fit, in words. */
record Shortage(Constraint constraint, String words) {

  private record Part(Constraint constraint, String name, ToLongFunction<Resources> of) {

    String amount(long value) {
      if (constraint == Constraint.MEMORY || constraint == Constraint.STORAGE) {
        return String.format(Locale.ROOT, "%.1f GiB", value / (double) (1L << 30));
      }
      if (constraint == Constraint.CPU && value % 1000 != 0) {
        return Double.toString(value / 1000.0);
      }
      return constraint == Constraint.CPU
          ? Long.toString(value / 1000)
          : Resources.acceleratorWords(value);
    }

    Shortage shortage(long need, long has, String where) {
      return new Shortage(
          constraint, "needs " + amount(need) + unit(need) + where + ", " + amount(has) + " free");
    }

    private String unit(long value) {
      return value == 1000 && name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    }
  }

  private static final List<Part> PARTS =
      List.of(
          new Part(Constraint.CPU, " CPU cores", Resources::cpuMilli),
          new Part(Constraint.MEMORY, " of memory", Resources::memoryBytes),
          new Part(Constraint.STORAGE, " of disk", Resources::storageBytes),
          new Part(Constraint.ACCELERATORS, " accelerators", Resources::acceleratorMilli));

  /** Of a group that does not fit there. */
  static Shortage of(Gang gang, Room room) {
    return inAll(gang, room)
        .or(() ->
            IntStream.range(0, gang.nodes().size())
                .mapToObj(i -> ofOne(gang.lots().all().get(i), gang.nodes().get(i), room))
                .flatMap(Optional::stream)
                .findFirst())
        .orElseGet(() -> ofAll(gang));
  }

  /** Of a group that asks for more than there is. */
  private static Optional<Shortage> inAll(Gang gang, Room room) {
    int[] nodes =
        gang.nodes().size() == 1
            ? gang.nodes().getFirst()
            : gang.nodes().stream().flatMapToInt(Arrays::stream).distinct().toArray();
    Resources all = room.sum(nodes);
    List<Shortage> missing = new ArrayList<>();
    for (Part part : PARTS) {
      long need = part.of().applyAsLong(gang.lots().total());
      long has = part.of().applyAsLong(all);
      if (need > has) {
        missing.add(part.shortage(need, has, ""));
      }
    }
    return missing.isEmpty()
        ? wholes(gang, room, nodes)
        : Optional.of(
            new Shortage(
                missing.getFirst().constraint(),
                String.join("; ", missing.stream().map(Shortage::words).toList())));
  }

  /** Of a group that asks for more whole accelerators than there are of which nothing is taken. */
  private static Optional<Shortage> wholes(Gang gang, Room room, int[] nodes) {
    long need =
        gang.lots().all().stream()
            .filter(lot -> !lot.amount().shares())
            .mapToLong(lot -> lot.amount().acceleratorMilli() * lot.size())
            .sum();
    long has = Arrays.stream(nodes).mapToLong(room::accelerators).sum() * Resources.WHOLE;
    return need > has ? Optional.of(broken(need, has, "")) : Optional.empty();
  }

  /** Enough would be left of accelerators, but not of whole ones. */
  private static Shortage broken(long need, long has, String where) {
    return new Shortage(
        Constraint.ACCELERATORS,
        "needs "
            + Resources.acceleratorWords(need)
            + (need == Resources.WHOLE ? " whole accelerator" : " whole accelerators")
            + where
            + ", "
            + Resources.acceleratorWords(has)
            + " free; of others a part is taken");
  }

  /** Of a task that no node holds. */
  private static Optional<Shortage> ofOne(Lot lot, int[] nodes, Room room) {
    if (room.holds(nodes, lot.amount(), 1)) {
      return Optional.empty();
    }
    Resources best = room.most(nodes);
    long milli = lot.amount().acceleratorMilli();
    if (milli <= best.acceleratorMilli()) {
      boolean shares = lot.amount().shares();
      int left = Arrays.stream(nodes).map(room::mostOfOne).max().orElse(0);
      long wholes =
          Resources.WHOLE * (long) Arrays.stream(nodes).map(room::accelerators).max().orElse(0);
      if (shares && milli > left) {
        return Optional.of(
            new Shortage(
                Constraint.ACCELERATORS,
                "no accelerator has "
                    + Resources.acceleratorWords(milli)
                    + " left, the most is "
                    + Resources.acceleratorWords(left)
                    + " of one"));
      }
      if (!shares && milli > wholes) {
        return Optional.of(broken(milli, wholes, " on one node"));
      }
    }
    for (Part part : PARTS) {
      long need = part.of().applyAsLong(lot.amount());
      long most = part.of().applyAsLong(best);
      if (need > most) {
        return Optional.of(part.shortage(need, most, " on one node"));
      }
    }
    return Optional.of(
        new Shortage(Constraint.FIT, "no node has enough of everything for one of its tasks"));
  }

  private static Shortage ofAll(Gang gang) {
    boolean near =
        gang.lots().all().stream()
            .anyMatch(lot -> lot.asks().near().stream().anyMatch(Near::required));
    return near
        ? new Shortage(Constraint.TOPOLOGY, "its tasks do not fit as near together as they ask")
        : new Shortage(Constraint.FIT, "its tasks do not fit on the nodes together");
  }
}
