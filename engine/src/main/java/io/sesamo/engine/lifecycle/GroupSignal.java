package io.sesamo.engine.lifecycle;

/** What can happen to the current attempt of a group; the columns of {@link GroupTransitions}. */
public enum GroupSignal {
  UPSTREAM_COMPLETED("every group whose output it needs has completed"),
  BACKOFF_OVER("the wait before its next try is over"),
  UPSTREAM_FAILED("a group whose output it needs has failed"),
  PLACED("placement chose nodes for it"),
  QUEUED("placement found that it must wait"),
  UNPLACEABLE("placement found that no pool will ever hold it"),
  FORBIDDEN("the law has come to forbid it while it is under way"),
  MOVED("it must leave its place, through no fault of its own"),
  TOLD("a backend tells of one of its tasks: preparing, started, storing, ended"),
  CANCELED("a user wants its end"),
  QUEUE_TIMED_OUT("it has waited in the queue for longer than it may"),
  EXEC_TIMED_OUT("it has run for longer than it may"),
  RETRY_ASKED("its tasks have all ended, and one of them asks for another try");

  private final String words;

  GroupSignal(String words) {
    this.words = words;
  }

  /** What happened, for people. */
  public String words() {
    return words;
  }
}
