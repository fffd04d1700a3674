package io.sesamo.engine.lifecycle;

/** Why something that happened changes nothing: it came late, twice, or out of order. */
public enum Refusal {
  ALREADY_FINISHED("It is over, and what is over never changes."),
  NOT_READY("It is not in the queue: what it needs is not there yet."),
  NOT_LAUNCHED("It has not been given to a pool, so nothing can run or end."),
  TWICE("That has happened already."),
  INPUTS_ARE_THERE("All that it needs had completed, and that never changes."),
  ALREADY_PLACED("It has a place and has left the queue."),
  ALREADY_RUNNING("Its command runs, so it was made ready."),
  NEVER_SO("A group never has this status."),
  OTHER_ATTEMPT("It is about another attempt than the current one."),
  UNKNOWN("The workflow has no such group or task."),
  NOT_DUE("No time has run out.");

  private final String sentence;

  Refusal(String sentence) {
    this.sentence = sentence;
  }

  /** The reason, for people. */
  public String sentence() {
    return sentence;
  }
}
