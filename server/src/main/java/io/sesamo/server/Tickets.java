package io.sesamo.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keys to streams: each opens one socket, once, within a minute, to the user who asked for it.
 * Thread-safe.
 *
 * @param <T> what a key opens
 */
final class Tickets<T> {

  private static final Duration VALID = Duration.ofSeconds(60);
  private static final int KEY_BYTES = 32;

  /** Shorter ones could be guessed. */
  private static final int SHORTEST = 32;

  private static final int LONGEST = 128;
  private static final int MOST = 10_000;

  private record Ticket<T>(String user, T what, Instant until) {}

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** By key, the oldest first: all are valid for the same time. */
  private final Map<String, Ticket<T>> tickets = new LinkedHashMap<>();

  Tickets(InstantSource clock) {
    this.clock = clock;
  }

  /** A new key. */
  String issue(String user, T what) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    add(key, user, what);
    return key;
  }

  /**
   * Takes a key that the client has made up.
   *
   * @throws ApiException when it is too short, or known already
   */
  synchronized void add(String key, String user, T what) {
    removeOld();
    if (key.length() < SHORTEST || key.length() > LONGEST || tickets.containsKey(key)) {
      throw ApiException.user("A key has 32 to 128 characters, and is used once.");
    }
    if (tickets.size() >= MOST) {
      throw new ApiException(429, "USER", "Too many streams wait to be opened; try again later.");
    }
    tickets.put(key, new Ticket<>(user, what, clock.instant().plus(VALID)));
    notifyAll();
  }

  /** What the key opens, once; empty when it opens nothing to this user. */
  synchronized Optional<T> take(String key, String user) {
    removeOld();
    Ticket<T> ticket = tickets.get(key);
    if (ticket == null || !ticket.user().equals(user)) {
      return Optional.empty();
    }
    tickets.remove(key);
    return Optional.of(ticket.what());
  }

  /** The same; waits for a key that is not there yet. */
  synchronized Optional<T> await(String key, String user, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<T> found = take(key, user);
    while (found.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
      found = take(key, user);
    }
    return found;
  }

  private void removeOld() {
    Instant now = clock.instant();
    tickets.values().removeIf(ticket -> !now.isBefore(ticket.until()));
  }
}
