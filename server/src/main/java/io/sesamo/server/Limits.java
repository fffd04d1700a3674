package io.sesamo.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How often people may ask. Thread-safe.
 *
 * @param requests of each user; empty: as often as he likes
 * @param failures of signing in, of each address
 */
record Limits(Optional<Buckets> requests, Buckets failures) {

  /** Requests of a user a second, over some time. */
  static final int RATE = 200;

  /** A guess of one of 2^128 tokens is in vain at any rate; it shall not cost much either. */
  private static final double FAILURES_PER_SECOND = 0.5;

  private static final int FAILURES_AT_ONCE = 20;

  /**
   * Fresh ones.
   *
   * @param rate requests of a user a second, and twice as many at once; 0: no limit
   */
  static Limits of(int rate, InstantSource clock) {
    return new Limits(
        rate == 0 ? Optional.empty() : Optional.of(new Buckets(rate, 2 * rate, clock)),
        new Buckets(FAILURES_PER_SECOND, FAILURES_AT_ONCE, clock));
  }

  /**
   * Counts a request.
   *
   * @throws ApiException 429 when it is one too many
   */
  void count(String user) {
    requests
        .flatMap(buckets -> buckets.take(user))
        .ifPresent(wait -> {
          throw tooMany(user + " asks too often.", wait);
        });
  }

  /** What a failed attempt to sign in is answered, which is counted. */
  ApiException failed(String address, ApiException answer) {
    return failures
        .take(address)
        .map(wait -> tooMany("Signing in has failed too often from " + address + ".", wait))
        .orElse(answer);
  }

  private static ApiException tooMany(String what, Duration wait) {
    long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    return new ApiException(429, "USER", what + " Try again in " + seconds + " s.")
        .after(Duration.ofSeconds(seconds));
  }
}
