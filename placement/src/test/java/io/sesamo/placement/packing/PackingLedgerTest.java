package io.sesamo.placement.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackingLedgerTest {

  private final Ledger ledger = Ledger.idle(List.of(new NodeCapacity(3, 8_000, 1000, 500, 2)));
  private final Demand half = new Demand(1_000, 100, 50, 1, 500, Models.of(3));

  @Test
  void takesTheTightestThatHolds() {
    ledger.take(0, half, 0b10);
    assertThat(ledger.tightest(0, half)).isEqualTo(0b10);
    assertThat(ledger.tightest(0, new Demand(0, 0, 0, 1, 501, Models.ANY))).isEqualTo(0b01);
    assertThat(ledger.tightest(0, new Demand(0, 0, 0, 2, 500, Models.ANY))).isEqualTo(0b11);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.tightest(0, new Demand(0, 0, 0, 2, 501, Models.ANY)));
  }

  @Test
  void refusesWhatDoesNotFit() {
    ledger.take(0, new Demand(1_000, 100, 50, 1, 600, Models.ANY), 0b01);
    NodeState before = ledger.state(0);
    refused(half, 0b01); // 400 left
    refused(half, 0b100); // no such accelerator
    refused(half, 0b11); // one too many
    refused(new Demand(0, 0, 0, 1, 100, Models.of(2)), 0b10); // another model
    refused(Demand.cpuOnly(7_001, 0, 0), 0);
    refused(Demand.cpuOnly(0, 901, 0), 0);
    refused(Demand.cpuOnly(0, 0, 451), 0);
    assertThat(ledger.state(0)).isSameAs(before);
    assertThat(ledger.milliFree(0, 0)).isEqualTo(400);
  }

  private void refused(Demand demand, long accelerators) {
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.take(0, demand, accelerators));
  }

  @Test
  void releasesOnlyWhatWasTaken() {
    ledger.take(0, half, 0b01);
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.release(0, half, 0b10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.release(0, Demand.cpuOnly(1_001, 0, 0), 0));
    ledger.release(0, half, 0b01);
    assertThat(ledger.state(0).milliFree()).isEqualTo(2000);
  }

  @Test
  void equalStatesAreOne() {
    NodeState idle = ledger.state(0);
    ledger.take(0, half, 0b01);
    NodeState first = ledger.state(0);
    ledger.release(0, half, 0b01);
    ledger.take(0, half, 0b10);
    assertThat(ledger.state(0)).isSameAs(first).isNotEqualTo(idle);
  }
}
