package io.sesamo.placement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why a group went where it went, or why it did not: a reason for every pool.
 *
 * @param lead what it comes to, before the reasons; may be empty
 * @param candidates one for each pool that was looked at, the best first
 * @param outlook of a group that waits
 */
public record Explanation(String lead, List<Candidate> candidates, Optional<Outlook> outlook) {

  public Explanation {
    candidates = List.copyOf(candidates);
  }

  public Explanation(String lead, List<Candidate> candidates) {
    this(lead, candidates, Optional.empty());
  }

  /**
   * One pool and what was found of it.
   *
   * @param pool or {@code pool/platform} where a reason holds for that platform alone
   * @param standing what came of it
   * @param constraint the first that it fails; empty where it fails none
   * @param reason in words
   * @param estimate what running there is expected to take, where it could
   * @param score how much worse than the best in every respect; 0 would be the best in all
   */
  public record Candidate(
      String pool,
      String site,
      Standing standing,
      Optional<Constraint> constraint,
      String reason,
      Optional<Estimate> estimate,
      OptionalDouble score) {

    /** One that fails a constraint. */
    public static Candidate failing(
        PoolState pool, Standing standing, Constraint constraint, String reason) {
      return new Candidate(
          pool.name(),
          pool.site().id(),
          standing,
          Optional.of(constraint),
          reason,
          Optional.empty(),
          OptionalDouble.empty());
    }
  }

  /** What came of a candidate. */
  public enum Standing {
    /** It runs there. */
    CHOSEN,
    /** It could run there now. */
    POSSIBLE,
    /** It could run there, but not now. */
    BUSY,
    /** It must not run there, or never could. */
    EXCLUDED
  }

  /** What can stand against a candidate, in the order in which they are looked at. */
  public enum Constraint {
    POOL("pool"),
    TENANT("tenant"),
    POOL_STATE("pool state"),
    PLATFORM("platform"),
    LABELS("labels"),
    CHIP("chip"),
    LAW("law"),
    CPU("cpu"),
    MEMORY("memory"),
    STORAGE("storage"),
    ACCELERATORS("accelerators"),
    TOPOLOGY("topology"),
    FIT("fit"),
    BUDGET("budget"),
    DEADLINE("deadline"),
    QUOTA("quota"),
    RESERVED("reserved");

    private final String words;

    Constraint(String words) {
      this.words = words;
    }

    /** Its name for people. */
    public String words() {
      return words;
    }
  }

  /**
   * What a group that waits may expect.
   *
   * @param position in the queue, 1 for the next
   * @param delay until it probably starts; empty: nothing lets one say
   * @param atLeast the least of its range
   * @param atMost the most of its range
   * @param sooner what would make it start sooner; may be empty
   */
  public record Outlook(
      int position,
      Optional<Duration> delay,
      Optional<Duration> atLeast,
      Optional<Duration> atMost,
      String sooner) {}

  /** The same without the pools that somebody must not know of. */
  public Explanation of(Set<String> pools) {
    List<Candidate> visible =
        candidates.stream()
            .filter(candidate -> pools.contains(candidate.pool().replaceFirst("/.*", "")))
            .toList();
    return new Explanation(lead, visible, outlook);
  }

  /** What is expected of where it runs; empty: it got no place. */
  public Optional<Estimate> chosen() {
    return candidates.stream()
        .filter(candidate -> candidate.standing() == Standing.CHOSEN)
        .findFirst()
        .flatMap(Candidate::estimate);
  }

  private static boolean othersAlone(Candidate candidate) {
    return candidate.constraint().filter(Constraint.TENANT::equals).isPresent();
  }

  /** In words. They are told to the group's tenant, so pools of other tenants are not named. */
  @Override
  public String toString() {
    String reasons =
        candidates.stream()
            .filter(candidate -> !othersAlone(candidate) && !candidate.reason().isEmpty())
            .map(candidate -> candidate.pool() + ": " + candidate.reason())
            .collect(Collectors.joining("; "));
    if (reasons.isEmpty() && candidates.stream().anyMatch(Explanation::othersAlone)) {
      reasons = "every pool is kept for other tenants";
    }
    if (reasons.isEmpty() || lead.isEmpty()) {
      return lead + reasons;
    }
    return lead + ": " + reasons;
  }
}
