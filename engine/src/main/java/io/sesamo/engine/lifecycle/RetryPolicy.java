package io.sesamo.engine.lifecycle;

import io.sesamo.model.spec.TaskSpec;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How often and when a group is tried again after the end of one of its tasks.
 *
 * @param infrastructure what the task is not to blame for: lost, not started, image not pulled
 * @param asked an exit action asks for it
 * @param failures what the task itself did wrong
 */
public record RetryPolicy(Rule infrastructure, Rule asked, Rule failures) {

  /** Waits between tries after a task's own failures double up to this, or to its own backoff. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** Infrastructure three times, exit actions ten times and at once, failures never. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          new Rule(3, Duration.ofSeconds(2), Duration.ofMinutes(1)),
          new Rule(10, Duration.ZERO, Duration.ZERO),
          new Rule(0, Duration.ZERO, Duration.ZERO));

  /** Why a group is tried again. */
  public enum Reason {
    INFRASTRUCTURE,
    ASKED,
    FAILURE
  }

  /**
   * The rule for one reason.
   *
   * @param limit tries besides the first
   * @param first about how long to wait before the first of them; each further wait is twice as
   *     long
   * @param longest the waits grow no further than to about this
   */
  public record Rule(int limit, Duration first, Duration longest) {

    /**
     * The wait before a try: doubled each time, and shorter or longer by up to a quarter, so that
     * what failed together does not come back together.
     *
     * @param earlier tries for this reason so far
     * @param launchId of the launch that failed: the same launch gives the same wait
     */
    public Duration wait(int earlier, String launchId) {
      long wanted = first.toMillis() << Math.min(earlier, 20);
      long most = Math.min(wanted, longest.toMillis());
      double share = new SplittableRandom(launchId.hashCode()).nextDouble(0.75, 1.25);
      return Duration.ofMillis(Math.round(most * share));
    }
  }

  /** What holds for a task: its author may ask for tries after its own failures. */
  public static RetryPolicy of(TaskSpec task) {
    return task.sesamo()
        .retries()
        .map(retries -> {
          Duration first = retries.backoff().orElse(DEFAULT.infrastructure().first());
          Duration longest = first.compareTo(LONGEST_WAIT) > 0 ? first : LONGEST_WAIT;
          Rule failures = new Rule(retries.limit(), first, longest);
          return new RetryPolicy(DEFAULT.infrastructure(), DEFAULT.asked(), failures);
        })
        .orElse(DEFAULT);
  }

  /** The rule for a reason. */
  public Rule rule(Reason reason) {
    return switch (reason) {
      case INFRASTRUCTURE -> infrastructure;
      case ASKED -> asked;
      case FAILURE -> failures;
    };
  }
}
