package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BucketsTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

  private final Buckets buckets = new Buckets(2, 3, now::get);

  @Test
  void soManyAtOnceAndThenAtASteadyRate() {
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("ada")).isEmpty();
    }
    assertThat(buckets.take("ada")).contains(Duration.ofMillis(500));
    assertThat(buckets.take("ada")).contains(Duration.ofMillis(500));
    assertThat(buckets.take("bob")).isEmpty();

    pass(Duration.ofMillis(500));
    assertThat(buckets.take("ada")).isEmpty();
    assertThat(buckets.take("ada")).isPresent();

    pass(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("ada")).isEmpty();
    }
    assertThat(buckets.take("ada")).isPresent();
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("ada")).isEmpty();
    }
    pass(Duration.ofHours(-1));
    assertThat(buckets.take("ada")).isPresent();
  }

  @Test
  void aFloodOfNamesSharesOneBucket() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(buckets.take("guest" + i)).isEmpty();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("late" + i)).isEmpty();
    }
    assertThat(buckets.take("later")).isPresent();
    assertThat(buckets.take("guest1")).isEmpty();

    pass(Duration.ofHours(1));
    assertThat(buckets.take("later")).isEmpty();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
