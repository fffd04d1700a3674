package io.sesamo.placement;

import java.time.Duration;

/**
 * How the queue is served.
 *
 * @param objective of workflows that name none
 * @param fairShare whether tenants are served by their weighted shares; else by priority and age
 * @param preemption whether work of less right may be stopped for work of more
 * @param minimumRun how long a group runs at least before it may be stopped for another
 * @param backfill whether later groups may pass one that waits, if they do not delay it
 * @param ageing the wait that weighs like one priority class; zero: age only breaks ties
 */
public record Policy(
    Objective objective,
    boolean fairShare,
    boolean preemption,
    Duration minimumRun,
    boolean backfill,
    Duration ageing) {

  public static final Policy USUAL =
      new Policy(Objective.BALANCED, true, true, Duration.ofMinutes(10), true, Duration.ofHours(1));
}
