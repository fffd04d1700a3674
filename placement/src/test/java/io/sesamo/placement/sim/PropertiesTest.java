package io.sesamo.placement.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.placement.Scheduler;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What holds of every decision, on random fleets with random loads and misfortunes. */
class PropertiesTest {

  private static final int STEPS = 100_000;
  private static final int WORLDS = 100;

  @Test
  void invariantsHoldForAHundredThousandSteps() {
    List<Properties.World> worlds =
        LongStream.rangeClosed(1, WORLDS)
            .parallel()
            .mapToObj(seed -> Properties.world(new Scheduler(), seed, 200, Properties::fail))
            .toList();

    assertThat(worlds.stream().mapToInt(world -> world.outcome().rounds()).sum())
        .as("steps")
        .isGreaterThan(STEPS);
    assertThat(worlds.stream().mapToInt(Properties.World::reasons).sum())
        .as("reasons of waiting groups that were tried")
        .isGreaterThan(STEPS / 20);
  }

  /** With exact run times the head starts no later than if those behind it had never come. */
  @Test
  void backfillNeverDelaysTheHeadOfTheQueue() {
    for (long seed = 1; seed <= 500; seed++) {
      Properties.head(new Scheduler(), seed);
    }
  }
}
