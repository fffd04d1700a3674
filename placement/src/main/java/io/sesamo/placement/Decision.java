package io.sesamo.placement;

/** The answer for one group of the queue. */
public sealed interface Decision {

  GroupRequest group();

  Explanation explanation();

  /** Run it there now. */
  record Placed(GroupRequest group, Placement placement, Explanation explanation)
      implements Decision {}

  /** It fits, but not now. */
  record Waiting(GroupRequest group, Explanation explanation) implements Decision {}

  /**
   * It fits, but not where it may run.
   *
   * @param forGood whether no person's decision can change that
   */
  record Unlawful(GroupRequest group, Explanation explanation, boolean forGood)
      implements Decision {}

  /** No pool could hold it even with nothing else running. */
  record Impossible(GroupRequest group, Explanation explanation) implements Decision {}
}
