package io.sesamo.placement;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a group went where it went, or why it did not: a reason for every pool.
 *
 * @param lead what it comes to, before the reasons; may be empty
 */
public record Explanation(String lead, List<Candidate> candidates) {

  public Explanation {
    candidates = List.copyOf(candidates);
  }

  public Explanation(List<Candidate> candidates) {
    this("", candidates);
  }

  /** One pool and what was found of it, in words. */
  public record Candidate(String pool, String reason) {}

  @Override
  public String toString() {
    String reasons =
        candidates.stream()
            .map(candidate -> candidate.pool() + ": " + candidate.reason())
            .collect(Collectors.joining("; "));
    return lead.isEmpty() ? reasons : lead + ": " + reasons;
  }
}
