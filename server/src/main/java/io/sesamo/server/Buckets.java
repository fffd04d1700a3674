package io.sesamo.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each of many may do something: a bucket of tokens each, which fills at a steady rate,
 * and of which each time takes one. Thread-safe.
 */
final class Buckets {

  /** So many at a time: then those that are full again are forgotten, and newcomers share one. */
  private static final int MOST = 10_000;

  private static final String NEWCOMERS = "";

  private final double perSecond;
  private final double most;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * What somebody has left.
   *
   * @param at when it was so
   * @param refused whether the last time was one too many, and cost nothing
   */
  private record Bucket(double tokens, Instant at, boolean refused) {}

  /**
   * Full buckets for everybody.
   *
   * @param perSecond at which a bucket fills, more than 0
   * @param most that it holds, 1 or more
   */
  Buckets(double perSecond, int most, InstantSource clock) {
    this.perSecond = perSecond;
    this.most = most;
    this.clock = clock;
  }

  /** Takes one, or says how long until there is one. */
  Optional<Duration> take(String who) {
    Instant now = clock.instant();
    Bucket fresh = new Bucket(most - 1, now, false);
    Bucket after =
        buckets.merge(room(who, now) ? who : NEWCOMERS, fresh, (old, any) -> less(old, now));
    return after.refused
        ? Optional.of(Duration.ofNanos((long) Math.ceil((1 - after.tokens) / perSecond * 1e9)))
        : Optional.empty();
  }

  private boolean room(String who, Instant now) {
    if (buckets.size() < MOST || buckets.containsKey(who)) {
      return true;
    }
    buckets.values().removeIf(bucket -> filled(bucket, now) >= most);
    return buckets.size() < MOST;
  }

  private Bucket less(Bucket bucket, Instant now) {
    double tokens = filled(bucket, now);
    return tokens >= 1 ? new Bucket(tokens - 1, now, false) : new Bucket(tokens, now, true);
  }

  private double filled(Bucket bucket, Instant now) {
    double seconds = Math.max(0, Wire.seconds(Duration.between(bucket.at, now)));
    return Math.min(most, bucket.tokens + seconds * perSecond);
  }
}
