package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is left of accelerators of which a part is taken. */
class RestsTest {

  /**
   * Of eight only that there will be such was said, with 200 to 900 left; each part goes to the
   * tightest. The first number gets the one with 200, and so on, in whatever order a map has them.
   */
  @Test
  void partsAreTakenByTheirNumbers() {
    Rests said =
        Rests.of(
            IntStream.range(0, 8)
                .boxed()
                .collect(Collectors.toMap(i -> -1 - i, i -> 800 - i * 100)));
    Map<Integer, Integer> parts =
        Map.copyOf(IntStream.range(0, 8).boxed().collect(Collectors.toMap(i -> i, i -> 100)));

    assertThat(said.take(parts).each()).containsExactly(100, 200, 300, 400, 500, 600, 700, 800);
  }
}
