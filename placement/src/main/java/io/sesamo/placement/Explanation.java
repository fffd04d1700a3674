package io.sesamo.placement;

import java.util.List;
import java.util.stream.Collectors;

/** Why a group went where it went, or why it did not: a reason for every pool. */
public record Explanation(List<Candidate> candidates) {

  public Explanation {
    candidates = List.copyOf(candidates);
  }

  /** One pool and what was found of it, in words. */
  public record Candidate(String pool, String reason) {}

  @Override
  public String toString() {
    return candidates.stream()
        .map(candidate -> candidate.pool() + ": " + candidate.reason())
        .collect(Collectors.joining("; "));
  }
}
