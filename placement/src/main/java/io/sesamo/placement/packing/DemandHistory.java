package io.sesamo.placement.packing;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns the mix of demands from those that arrive, each counted once. Old ones fade: when {@value
 * #WINDOW} are counted, all counts are halved. The mix stays the same until half as many more have
 * been counted, so that what was worked out from it can be kept. Not thread safe.
 */
public final class DemandHistory {

  /** Counts are halved when they add up to so many. */
  public static final int WINDOW = 16_384;

  /** So many kinds the mix has at most, the most frequent ones. */
  public static final int KINDS = 256;

  private static final double GROWTH = 1.5;
  private static final int FIRST = 16; // arrivals until the first mix, and the least between two
  private static final int DIGITS = 5; // binary digits by which amounts of cpu and bytes are told

  private static final Comparator<Map.Entry<Demand, Double>> MOST_FIRST =
      Map.Entry.<Demand, Double>comparingByValue().reversed();

  private final Map<Demand, Double> counts = new LinkedHashMap<>();
  private double total;
  private double due;
  private DemandMix mix;
  private int version;

  /**
   * A history as it can be stored.
   *
   * @param counts how often each kind came, in the order of the first
   * @param due the total count at which the mix is next worked out
   */
  public record Saved(List<Count> counts, double due, DemandMix mix) {
    public Saved {
      counts = List.copyOf(counts);
    }
  }

  /**
   * How often a kind came.
   *
   * @param times older ones count for less than one
   */
  public record Count(Demand kind, double times) {}

  /** A history of nothing. */
  public DemandHistory() {
    this(new Saved(List.of(), FIRST, DemandMix.UNKNOWN));
  }

  /** A history that goes on from a stored one. */
  public DemandHistory(Saved saved) {
    for (Count count : saved.counts()) {
      counts.put(count.kind(), count.times());
      total += count.times();
    }
    due = saved.due();
    mix = saved.mix();
  }

  public Saved saved() {
    return new Saved(
        counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue())).toList(),
        due,
        mix);
  }

  /** Counts a demand that has arrived. */
  public void observe(Demand demand) {
    counts.merge(kind(demand), 1.0, Double::sum);
    total++;
    if (total >= due) {
      mix = counted();
      version++;
      if (total >= WINDOW) {
        fade();
      }
      due = Math.max(total + FIRST, Math.min(total * GROWTH, WINDOW));
    }
  }

  /** Counts the mixes that this object has made: as long as it stays, so does the mix. */
  public int version() {
    return version;
  }

  /** What to expect. */
  public DemandMix mix() {
    return mix;
  }

  private DemandMix counted() {
    List<Map.Entry<Demand, Double>> most =
        counts.entrySet().stream().sorted(MOST_FIRST).limit(KINDS).toList();
    double all = most.stream().mapToDouble(Map.Entry::getValue).sum();
    return new DemandMix(
        most.stream().map(e -> new TypicalDemand(e.getKey(), e.getValue() / all)).toList());
  }

  private void fade() {
    total = 0;
    counts.replaceAll((kind, times) -> times / 2);
    counts.values().removeIf(times -> times < 0.5);
    for (double times : counts.values()) {
      total += times;
    }
  }

  /** Demands that differ by a few percent of cpu, memory or disk are of one kind. */
  private static Demand kind(Demand demand) {
    return new Demand(
        rounded(demand.cpuMilli()),
        rounded(demand.memoryBytes()),
        rounded(demand.storageBytes()),
        demand.accelerators(),
        demand.milliEach(),
        demand.models());
  }

  /** The nearest number that has but the first binary digits. */
  static long rounded(long amount) {
    int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(amount) - DIGITS);
    long half = dropped == 0 ? 0 : 1L << (dropped - 1);
    return (amount + half) >> dropped << dropped;
  }
}
