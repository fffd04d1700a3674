package io.sesamo.placement.sim;

import io.sesamo.placement.Decision;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up what happens in a simulation. */
final class Meter {

  private final int capacity;
  private final Instant begin;
  private Instant now;
  private final Map<String, Long> uses = new HashMap<>();
  private final List<Map<String, Double>> days = new ArrayList<>();
  private final Map<String, Double> hours = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final List<Outcome.Ended> ended = new ArrayList<>();
  private final Map<String, Duration> flows = new HashMap<>();
  private final List<Outcome.Preemption> preemptions = new ArrayList<>();
  private double lost;
  private int moves;
  private int failed;
  private int rounds;
  private int peak;

  Meter(int capacity, Instant begin) {
    this.capacity = capacity;
    this.begin = begin;
    now = begin;
  }

  void advance(Instant to) {
    double passed = hours(now, to);
    int day = (int) Duration.between(begin, now).toDays();
    while (days.size() <= day) {
      days.add(new HashMap<>());
    }
    uses.forEach((tenant, use) -> {
      hours.merge(tenant, use / 1000.0 * passed, Double::sum);
      days.get(day).merge(tenant, use / 1000.0 * passed, Double::sum);
    });
    now = to;
  }

  /** Counts a start, and tells which one of the group it is. */
  int started(Running run) {
    uses.merge(run.tenant(), run.acceleratorMilli(), Long::sum);
    return attempts.merge(run.id(), 1, Integer::sum);
  }

  void left(Running run) {
    uses.merge(run.tenant(), -run.acceleratorMilli(), Long::sum);
  }

  void preempted(Instant at, Running victim, Decision.Waiting waiting) {
    preemptions.add(
        new Outcome.Preemption(
            at,
            victim.id(),
            waiting.group().id(),
            victim.acceleratorMilli() / 1000.0 * hours(victim.since(), at),
            waiting.explanation().toString()));
  }

  void lost(Running run, Instant at) {
    lost += run.acceleratorMilli() / 1000.0 * hours(run.since(), at);
  }

  void ended(GroupRequest request, Running run, Truth truth, Instant at, int attempt) {
    ended.add(
        new Outcome.Ended(
            request.id(),
            request.tenant(),
            request.readySince(),
            run.since(),
            at,
            run.pool(),
            truth,
            attempt));
  }

  void completed(String flow, Duration took) {
    flows.put(flow, took);
  }

  void failed() {
    failed++;
  }

  void moved() {
    moves++;
  }

  void decided() {
    rounds++;
  }

  void queued(int waiting) {
    peak = Math.max(peak, waiting);
  }

  Outcome outcome(int left, Optional<Instant> oldest) {
    double used = hours.values().stream().mapToDouble(Double::doubleValue).sum();
    double there = capacity * hours(begin, now);
    return new Outcome(
        ended,
        flows,
        preemptions,
        moves,
        failed,
        hours,
        lost,
        there == 0 ? 0 : used / there,
        rounds,
        left,
        peak,
        oldest,
        days);
  }

  private static double hours(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 3.6e6;
  }
}
