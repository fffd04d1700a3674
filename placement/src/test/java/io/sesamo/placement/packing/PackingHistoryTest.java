package io.sesamo.placement.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PackingHistoryTest {

  private static final Demand SMALL = Demand.cpuOnly(1_024, 0, 0);

  private static Demand large(int i) {
    return new Demand(65_536, 0, 0, 1 + i % 8, 1000, Models.ANY);
  }

  @Test
  void learnsSharesAndTellsTheMostFrequentFirst() {
    DemandHistory history = new DemandHistory();
    for (int i = 0; i < 16; i++) {
      history.observe(i % 4 == 0 ? large(0) : SMALL);
    }
    assertThat(history.mix().kinds())
        .containsExactly(new TypicalDemand(SMALL, 0.75), new TypicalDemand(large(0), 0.25));
  }

  @Test
  void changesTheMixSeldom() {
    DemandHistory history = new DemandHistory();
    assertThat(history.mix()).isEqualTo(DemandMix.UNKNOWN);
    for (int i = 0; i < 10_000; i++) {
      history.observe(large(i));
    }
    assertThat(history.version()).isBetween(10, 40);
  }

  @Test
  void forgets() {
    DemandHistory history = new DemandHistory();
    for (int i = 0; i < DemandHistory.WINDOW; i++) {
      history.observe(SMALL);
    }
    for (int i = 0; i < 4 * DemandHistory.WINDOW; i++) {
      history.observe(large(0));
    }
    assertThat(history.mix().kinds().getFirst().share()).isGreaterThan(0.98);
    double counted = history.saved().counts().stream().mapToDouble(c -> c.times()).sum();
    assertThat(counted).isBetween(DemandHistory.WINDOW / 2., (double) DemandHistory.WINDOW);
  }

  @Test
  void goesOnFromWhatWasSaved() {
    DemandHistory history = new DemandHistory();
    for (int i = 0; i < 1_000; i++) {
      history.observe(i % 3 == 0 ? SMALL : large(i));
    }
    DemandHistory again = new DemandHistory(history.saved());
    assertThat(again.mix()).isEqualTo(history.mix());
    for (int i = 0; i < 30_000; i++) {
      history.observe(large(i));
      again.observe(large(i));
    }
    assertThat(again.saved()).isEqualTo(history.saved());
  }

  @Test
  void roundsToAFewPercent() {
    assertThat(DemandHistory.rounded(31)).isEqualTo(31);
    assertThat(DemandHistory.rounded(11_300)).isEqualTo(11_264); // 22 * 512
    for (long amount = 1; amount < 1L << 40; amount = amount * 3 / 2 + 1) {
      assertThat((double) DemandHistory.rounded(amount) / amount).isCloseTo(1, within(1 / 32.));
    }
  }
}
