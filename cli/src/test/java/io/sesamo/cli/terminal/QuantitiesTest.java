package io.sesamo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuantitiesTest {

  @Test
  void writesDurationsAsPeopleSayThem() {
    assertThat(Quantities.duration(Duration.ZERO)).isEqualTo("0.0 s");
    assertThat(Quantities.duration(Duration.ofMillis(449))).isEqualTo("0.4 s");
    assertThat(Quantities.duration(Duration.ofMillis(9_949))).isEqualTo("9.9 s");
    assertThat(Quantities.duration(Duration.ofMillis(9_950))).isEqualTo("10 s");
    assertThat(Quantities.duration(Duration.ofMillis(59_499))).isEqualTo("59 s");
    assertThat(Quantities.duration(Duration.ofMillis(59_500))).isEqualTo("1 min 00 s");
    assertThat(Quantities.duration(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
    assertThat(Quantities.duration(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
    assertThat(Quantities.duration(Duration.ofHours(99))).isEqualTo("4 d 03 h");
  }

  @Test
  void neverShowsATimeBelowZeroWhenClocksDiffer() {
    assertThat(Quantities.duration(Duration.ofSeconds(-3))).isEqualTo("0.0 s");
  }

  @Test
  void writesSizesWithTwoDigitsOrMore() {
    assertThat(Quantities.bytes(0)).isEqualTo("0 B");
    assertThat(Quantities.bytes(999)).isEqualTo("999 B");
    assertThat(Quantities.bytes(1_000)).isEqualTo("1.0 kB");
    assertThat(Quantities.bytes(1_249)).isEqualTo("1.2 kB");
    assertThat(Quantities.bytes(34_400_000)).isEqualTo("34 MB");
    assertThat(Quantities.bytes(999_600)).isEqualTo("1.0 MB");
    assertThat(Quantities.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }

  @Test
  void countsInSingularAndPlural() {
    assertThat(Quantities.count(1, "file", "files")).isEqualTo("1 file");
    assertThat(Quantities.count(0, "file", "files")).isEqualTo("0 files");
  }
}
