package io.sesamo.placement.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Scores worked out by hand. */
class PackingScoresTest {

  private static final long GIB = 1L << 30;

  /** 64 cores and 4 accelerators. */
  private static final NodeCapacity NODE = new NodeCapacity(0, 64_000, 256 * GIB, 0, 4);

  private static Demand share(long cpu, int milli) {
    return new Demand(cpu, GIB, 0, 1, milli, Models.ANY);
  }

  private static Demand whole(long cpu, int accelerators) {
    return new Demand(cpu, GIB, 0, accelerators, 1000, Models.ANY);
  }

  @Test
  void dotProduct() {
    // 100 (1 - (64/128 * 32/128 + 4/8 * 2/8) / 2) = 100 (1 - (0.125 + 0.125) / 2) = 87.5, cut
    NodeState idle = Ledger.idle(List.of(NODE)).state(0);
    assertThat(new DotProduct().score(idle, whole(32_000, 2))).isEqualTo(87);
  }

  @Test
  void bestFit() {
    // 100 (1 - (64-32)/128 / 2 - (4-2)/8 / 2) = 100 (1 - 0.125 - 0.125) = 75
    NodeState idle = Ledger.idle(List.of(NODE)).state(0);
    assertThat(new BestFit().score(idle, whole(32_000, 2))).isEqualTo(75);
  }

  @Test
  void gpuPacking() {
    Ledger ledger = Ledger.idle(List.of(NODE));
    // wholly idle, n = 4: max(33 - 4, 4)
    assertThat(new GpuPacking().score(ledger.state(0), share(1000, 500))).isEqualTo(29);
    ledger.take(0, share(1000, 300), 1);
    // the accelerator in use has 700 left: max(100 - 70 / 10, 50)
    assertThat(new GpuPacking().score(ledger.state(0), share(1000, 500))).isEqualTo(93);
    // too little left there, one idle accelerator is opened: max(50 - 1, 33)
    assertThat(new GpuPacking().score(ledger.state(0), share(1000, 800))).isEqualTo(49);
  }

  @Test
  void gpuClustering() {
    Ledger ledger = Ledger.idle(List.of(NODE, NODE));
    Packing policy = new GpuClustering(2);
    // both nodes alike, 25 points for no other kind: the first
    assertThat(place(policy, ledger, whole(1000, 1))).isZero();
    // a share: node 0 has another kind, 25 (8000 - 3000) / 8000 = 15; node 1 has none, 12 + 25
    assertThat(place(policy, ledger, share(1000, 500))).isEqualTo(1);
    // one whole: node 0 has this kind alone, 15 + 75; node 1 another, 25 (8000 - 3500) / 8000 = 14
    assertThat(place(policy, ledger, whole(1000, 1))).isZero();
  }

  private static int place(Packing policy, Ledger ledger, Demand demand) {
    Packing.Choice choice = policy.choose(ledger, demand).orElseThrow();
    ledger.take(choice.node(), demand, choice.accelerators());
    return choice.node();
  }

  @Test
  void fragmentation() {
    Ledger ledger = Ledger.idle(List.of(NODE));
    ledger.take(0, share(60_000, 600), 1); // leaves 4 cores and 400 + 3 * 1000 milli
    Fgd fgd =
        new Fgd(
            List.of(
                new TypicalDemand(share(4_000, 500), 0.5),
                new TypicalDemand(whole(8_000, 1), 0.25),
                new TypicalDemand(Demand.cpuOnly(1_000, 0, 0), 0.25)));
    // the share cannot use the 400, the whole one has too few cores and the last wants none:
    // 0.5 * 400 + 0.25 * 3400 + 0.25 * 3400
    assertThat(fgd.fragmentation(ledger.state(0))).isCloseTo(1900, within(1e-9));
    // another such share on an idle accelerator leaves no core: 0.5, 0.25 and 0.25 of 2900, so
    // 100 / (1 + e^((2900 - 1900) / 1000)) = 26.89, cut
    assertThat(fgd.score(ledger.state(0), share(4_000, 500))).isEqualTo(26);
  }

  @Test
  void worthOfWhatIsLeftOfAnAccelerator() {
    // Equally many of 700 and 300, and few of 250. Each 700 needs an accelerator, and 300 goes with
    // it for nothing, as does 250 with those that are left: only 700 and more is worth something.
    double[] worth = CuttingStock.worth(new int[] {250, 300, 700}, new double[] {0.1, 1, 1.2});
    assertThat(worth[1000]).isEqualTo(1);
    assertThat(worth[700]).isCloseTo(1, within(1e-9));
    assertThat(worth[699]).isCloseTo(0, within(1e-9));
  }

  @Test
  void worthOfHalves() {
    // Three of 300 go on one accelerator, or one beside 600. There are more of 300 than of 600, so
    // the price of 300 is 1/3 and that of 600 is 1 - 1/3.
    double[] worth = CuttingStock.worth(new int[] {300, 600}, new double[] {5, 1});
    assertThat(worth[300]).isCloseTo(1 / 3., within(1e-9));
    assertThat(worth[600]).isCloseTo(2 / 3., within(1e-9));
    assertThat(worth[299]).isCloseTo(0, within(1e-9));
  }

  @Test
  void claimsSpreadOverTheModelsThatWillDo() {
    // Half of the demand will do with anything, a quarter with model 0 alone and a quarter with 0
    // or 1. Scaled to the 12 accelerators: 3 and 3. Model 0 has 2, so it gets all of the first;
    // then 3 go to model 1 with its 4 accelerators, as model 0 is at 3/2. Model 2 is not claimed.
    DemandMix mix =
        new DemandMix(
            List.of(
                new TypicalDemand(whole(0, 1), 0.5),
                new TypicalDemand(new Demand(0, 0, 0, 1, 1000, Models.of(0)), 0.25),
                new TypicalDemand(new Demand(0, 0, 0, 1, 1000, Models.of(0, 1)), 0.25)));
    double[] worth = CuttingStock.worth(new int[] {1000}, new double[] {1});
    assertThat(Claims.of(mix, new double[] {2, 4, 6}, worth))
        .containsExactly(new double[] {1.5, 0.75, 0}, within(1e-9));
  }

  @Test
  void worthOfANode() {
    // Only whole accelerators with 8 cores come: w(h) is 1 for a whole one and 0 below.
    DemandMix mix = new DemandMix(List.of(new TypicalDemand(whole(8_000, 1), 1)));
    Worth worth = new Worth(mix, new double[] {4});
    // 2.5 accelerators left, 2 worth something; 12 cores feed 1.5 of them: 1.5, and for tightness
    // 0.1 (1 + 1 + 0.25)
    assertThat(worth.of(0, 12_000, 256 * GIB, 0, new short[] {0, 500, 1000, 1000}))
        .isCloseTo(1.5 + 0.225, within(1e-9));
    // 20 cores feed 2.5, more than there are
    assertThat(worth.of(0, 20_000, 256 * GIB, 0, new short[] {0, 500, 1000, 1000}))
        .isCloseTo(2 + 0.225, within(1e-9));
  }

  @Test
  void worthOfANodeForGangs() {
    // A pair of accelerators with 8 cores: three idle ones are worth two.
    DemandMix mix = new DemandMix(List.of(new TypicalDemand(whole(8_000, 2), 1)));
    Worth worth = new Worth(mix, new double[] {4});
    assertThat(worth.of(0, 64_000, 256 * GIB, 0, new short[] {0, 1000, 1000, 1000}))
        .isCloseTo(2 + 0.3, within(1e-9));
  }

  @Test
  void cpuIsTakenWhereItFeedsNoAccelerator() {
    NodeCapacity rich = new NodeCapacity(0, 64_000, 256 * GIB, 0, 1);
    DemandMix mix = new DemandMix(List.of(new TypicalDemand(whole(16_000, 1), 1)));
    Ledger ledger = Ledger.idle(List.of(NODE, rich));
    // 16 cores of node 0 feed one of its accelerators; node 1 has 48 to spare
    assertThat(
            new Sesamo(mix, ledger)
                .choose(ledger, Demand.cpuOnly(16_000, GIB, 0))
                .orElseThrow()
                .node())
        .isEqualTo(1);
  }

  @Test
  void modelsThatOthersInsistOnAreKeptFree() {
    NodeCapacity other = new NodeCapacity(1, 64_000, 256 * GIB, 0, 4);
    Demand choosy = new Demand(8_000, GIB, 0, 1, 1000, Models.of(0));
    DemandMix mix =
        new DemandMix(
            List.of(new TypicalDemand(whole(8_000, 1), 0.6), new TypicalDemand(choosy, 0.4)));
    Ledger ledger = Ledger.idle(List.of(NODE, other));
    Packing policy = new Sesamo(mix, ledger);
    assertThat(place(policy, ledger, whole(8_000, 1))).isEqualTo(1);
    assertThat(place(policy, ledger, choosy)).isZero();
  }
}
