package io.sesamo.placement.sim;

import io.sesamo.placement.Placer;
import java.util.function.Consumer;

/** Random worlds under a placer's hand; a failure names its seed. */
final class Properties {

  private Properties() {}

  /**
   * A world that was lived through.
   *
   * @param reasons of waiting groups that were tried
   */
  record World(Outcome outcome, int reasons) {}

  /** Lives through a world, checking each round. */
  static World world(Placer placer, long seed, int flows, Consumer<AssertionError> broken) {
    Invariants invariants =
        new Invariants(seed, failed -> broken.accept(named("World " + seed, failed)));
    try {
      Outcome outcome = Simulation.run(RandomWorld.of(seed, flows), placer, invariants);
      return new World(outcome, invariants.tried());
    } catch (AssertionError | RuntimeException failed) {
      throw named("World " + seed, failed);
    }
  }

  /** Whether those behind the head of a random queue leave its start alone. */
  static void head(Placer placer, long seed) {
    try {
      new HeadTrial(placer, seed).run();
    } catch (AssertionError | RuntimeException failed) {
      throw named("Queue " + seed, failed);
    }
  }

  /** The same failure, with what it takes to see it again. */
  private static AssertionError named(String what, Throwable failed) {
    return new AssertionError(what + ": " + failed.getMessage(), failed);
  }

  static void fail(AssertionError failed) {
    throw failed;
  }
}
