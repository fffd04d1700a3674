package io.sesamo.engine.lifecycle;

/**
 * What a group does when something happens to it. Its status is not set: it is computed from its
 * tasks afterwards ({@link Aggregation}).
 */
public enum GroupAction {
  QUEUE("Its tasks enter the queue together."),
  LAUNCH("Its tasks are placed together. Effect: start."),
  EXPLAIN("It says why it waits, or what the law has come to forbid."),
  FAIL_WAITING("Its tasks, of which none was launched, fail together."),
  TELL_TASK("The task's table decides; the end of a lead, a failure and a retry end the others."),
  STOP("Each launched task is to end with that result when its processes are gone. Effect: stop."),
  MOVE(
      "Each launched task is to end, and the group's next attempt enters the queue. Effect: stop."),
  TRY_AGAIN("Its next attempt waits until its back-off is over. Effect: forget the last launch.");

  private final String words;

  GroupAction(String words) {
    this.words = words;
  }

  /** What it does, for people. */
  public String words() {
    return words;
  }
}
