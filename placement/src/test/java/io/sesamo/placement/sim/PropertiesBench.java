package io.sesamo.placement.sim;

import io.sesamo.placement.Scheduler;
import java.util.Map;
import java.util.TreeMap;

/** Tries the invariants on more worlds than the tests do, and counts what is broken. */
final class PropertiesBench {

  private final Map<String, Integer> broken = new TreeMap<>();
  private final int told;

  private PropertiesBench(int told) {
    this.told = told;
  }

  /** Arguments: the first seed, how many worlds, and how many failures to tell whole. */
  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[0]);
    int worlds = Integer.parseInt(arguments[1]);
    int told = Integer.parseInt(arguments[2]);
    PropertiesBench bench = new PropertiesBench(told);
    long steps = 0;
    long reasons = 0;
    long begun = System.nanoTime();
    for (long seed = first; seed < first + worlds; seed++) {
      try {
        Properties.World world = Properties.world(new Scheduler(), seed, 200, bench::count);
        steps += world.outcome().rounds();
        reasons += world.reasons();
      } catch (AssertionError failed) {
        bench.count(failed);
      }
      try {
        Properties.head(new Scheduler(), seed);
      } catch (AssertionError failed) {
        bench.count(failed);
      }
    }
    System.out.printf(
        "%,d worlds, %,d steps, %,d reasons tried, %.1f s%n",
        worlds, steps, reasons, (System.nanoTime() - begun) / 1e9);
    bench.broken.forEach((kind, count) -> System.out.printf("%6d  %s%n", count, kind));
  }

  private void count(AssertionError failed) {
    String message = String.valueOf(failed.getMessage());
    String kind = message.lines().findFirst().orElse("").replaceAll("^[A-Z][a-z]+ \\d+: ", "");
    if (broken.merge(kind, 1, Integer::sum) <= told) {
      System.out.println(message);
      if (failed.getCause() instanceof RuntimeException cause) {
        cause.printStackTrace(System.out);
      }
    }
  }
}
