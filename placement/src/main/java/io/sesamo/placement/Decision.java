package io.sesamo.placement;

import java.util.List;

/** The answer for one group of the queue. */
public sealed interface Decision {

  GroupRequest group();

  Explanation explanation();

  /** Run it there now. */
  record Placed(GroupRequest group, Placement placement, Explanation explanation)
      implements Decision {}

  /**
   * It fits, but not now.
   *
   * @param victims running groups to be stopped and queued again for its sake, by id; mostly none.
   *     It gets their place in a later decision, when they have ended
   */
  record Waiting(GroupRequest group, List<String> victims, Explanation explanation)
      implements Decision {
    public Waiting {
      victims = List.copyOf(victims);
    }
  }

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
