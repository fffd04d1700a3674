package io.sesamo.engine.lifecycle;

/** What a workflow does when something happens to it, besides what its groups do. */
public enum WorkflowAction {
  BEGIN("Groups that need no other's output enter the queue."),
  TELL_GROUP("The group's table decides."),
  CANCEL("It notes who wants its end, the first time; each of its groups is cancelled."),
  LOOK_AT_CLOCK("Groups whose time has run out are told.");

  private final String words;

  WorkflowAction(String words) {
    this.words = words;
  }

  /** What it does, for people. */
  public String words() {
    return words;
  }
}
