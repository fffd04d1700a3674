package io.sesamo.placement.packing;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Replays the openb traces with the policies that FGD's authors compare, which must reach exactly
 * their figures, and with Sesamo's, which must place more than FGD.
 */
final class PackingBench {

  private static final int FIRST_SEED = 42;
  private static final String FGD = "06-FGD";
  private static final String OURS = "sesamo";

  /** Arrivals a second. Machines differ too much for a miss to be an error. */
  private static final int FAST = 50_000;

  private final Openb openb;
  private final Map<String, double[]> golden;
  private final int seeds;
  private final Map<String, Tally> total = new LinkedHashMap<>();
  private boolean good = true;

  private PackingBench(Path data, int seeds) {
    this.openb = new Openb(data);
    this.golden = openb.golden("allo");
    this.seeds = seeds;
  }

  /** Sums over the runs of one policy. */
  private static final class Tally {
    double at100;
    double at130;
    double off; // the most that a figure differs from the authors'
    double placed;
    double nanos; // of this thread's cpu
    int runs;

    void add(Tally other) {
      at100 += other.at100;
      at130 += other.at130;
      off = Math.max(off, other.off);
      placed += other.placed;
      nanos += other.nanos;
      runs += other.runs;
    }

    double perSecond() {
      return placed / (nanos / 1e9);
    }
  }

  /** Arguments: folder of the data, traces with commas or "all", number of seeds. */
  public static void main(String[] arguments) {
    PackingBench bench = new PackingBench(Path.of(arguments[0]), Integer.parseInt(arguments[2]));
    List<String> traces =
        arguments[1].equals("all") ? bench.openb.traces() : List.of(arguments[1].split(",", -1));
    System.out.printf(
        "%-12s %-16s %8s %8s %9s %9s %9s %12s%n",
        "trace", "policy", "at 100%", "at 130%", "off", "- FGD 100", "- FGD 130", "arrivals/s");
    bench.warm(traces.getFirst());
    traces.forEach(bench::trace);
    bench.rows("all", bench.total);
    Tally ours = bench.total.getOrDefault(OURS, new Tally());
    System.out.printf(
        "  goal: at least %,d arrivals/s on one core: %s%n",
        FAST, ours.perSecond() >= FAST ? "met" : "missed");
    System.out.println(bench.good ? "all as they should be" : "NOT as they should be");
    System.exit(bench.good ? 0 : 1);
  }

  private void warm(String trace) {
    System.err.println(trace + ", to warm up");
    Openb.Run run = openb.run(trace, openb.pods(trace), FIRST_SEED);
    policies(trace).values().forEach(policy -> new Replay(run).allocation(policy.get()));
  }

  private Map<String, Supplier<Packing>> policies(String trace) {
    List<TypicalDemand> typical = openb.typical(trace);
    Map<String, Supplier<Packing>> policies = new LinkedHashMap<>();
    policies.put("02-DotProd", DotProduct::new);
    policies.put("03-GpuClustering", () -> new GpuClustering(openb.size()));
    policies.put("04-GpuPacking", GpuPacking::new);
    policies.put("05-BestFit", BestFit::new);
    policies.put(FGD, () -> new Fgd(typical));
    policies.put(OURS, Learner::new);
    return policies;
  }

  private void trace(String trace) {
    List<Demand> pods = openb.pods(trace);
    Map<String, Supplier<Packing>> policies = policies(trace);
    Map<String, Tally> tallies = new LinkedHashMap<>();
    double bound100 = 0;
    double bound130 = 0;
    for (int seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
      System.err.println(trace + ", seed " + seed);
      Openb.Run run = openb.run(trace, pods, seed);
      for (var policy : policies.entrySet()) {
        Tally tally = tallies.computeIfAbsent(policy.getKey(), any -> new Tally());
        tally.add(replay(trace, seed, run, policy.getKey(), policy.getValue().get()));
      }
      bound100 += bound(run, 100.5) / seeds;
      bound130 += bound(run, 130.5) / seeds;
    }
    rows(trace, tallies);
    boolean below = true;
    for (Tally tally : tallies.values()) {
      below &= tally.at100 / seeds <= bound100 && tally.at130 / seeds <= bound130;
    }
    good &= below;
    System.out.printf(
        Locale.ROOT,
        "%-12s %-16s %8.2f %8.2f%s%n",
        trace,
        "(bound)",
        bound100,
        bound130,
        below ? "" : "  WRONG");
    tallies.forEach((name, tally) -> total.computeIfAbsent(name, any -> new Tally()).add(tally));
  }

  private Tally replay(String trace, int seed, Openb.Run run, String name, Packing packing) {
    Tally tally = new Tally();
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    double[] reached = new Replay(run).allocation(packing);
    tally.nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - (double) begun;
    tally.placed = run.arrivals().size();
    tally.runs = 1;
    tally.at100 = reached[100];
    tally.at130 = reached[Replay.LAST];
    double[] authors = golden.get(trace + "," + name + "," + seed);
    for (int i = 0; authors != null && i < authors.length; i++) {
      tally.off = Math.max(tally.off, Math.abs(authors[i] - reached[i]));
    }
    if (authors == null && !name.equals(OURS)) {
      tally.off = Double.NaN;
    }
    return tally;
  }

  /** The bound for the arrivals until so many percent of the accelerators are asked for. */
  private static double bound(Openb.Run run, double percent) {
    double pool = run.nodes().stream().mapToInt(NodeCapacity::accelerators).sum();
    double asked = 0;
    int count = 0;
    while (count < run.arrivals().size() && asked <= percent / 100 * pool * Demand.WHOLE) {
      asked += run.arrivals().get(count++).milli();
    }
    return UpperBound.percent(run.nodes(), run.arrivals().subList(0, count));
  }

  private void rows(String trace, Map<String, Tally> tallies) {
    Tally fgd = tallies.getOrDefault(FGD, new Tally());
    tallies.forEach((name, tally) -> {
      boolean ours = name.equals(OURS);
      boolean right =
          ours ? tally.at100 > fgd.at100 && tally.at130 > fgd.at130 : tally.off <= Replay.ROUNDING;
      good &= right;
      System.out.printf(
          Locale.ROOT,
          "%-12s %-16s %8.2f %8.2f %9s %+9.2f %+9.2f %,12.0f%s%n",
          trace,
          name,
          tally.at100 / tally.runs,
          tally.at130 / tally.runs,
          ours ? "" : String.format(Locale.ROOT, "%.2f", tally.off),
          (tally.at100 - fgd.at100) / tally.runs,
          (tally.at130 - fgd.at130) / tally.runs,
          tally.perSecond(),
          right ? "" : "  WRONG");
    });
  }
}
