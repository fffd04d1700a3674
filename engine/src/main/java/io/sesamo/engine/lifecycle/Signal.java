package io.sesamo.engine.lifecycle;

/** What can happen to one attempt of a task; the columns of {@link TaskTransitions}. */
public enum Signal {
  READY("its inputs are there"),
  UPSTREAM_FAILED("a group it needs failed"),
  PLACED("placed"),
  UNPLACEABLE("no pool can hold it"),
  PREPARING("is being made ready"),
  STARTED("its command runs"),
  STORING("its command has ended, its output is being stored"),
  SUCCEEDED("ended well, output stored"),
  FAILED("ended badly"),
  /** It ended, and its group is to be tried again. */
  RETRIED("its group is tried again"),
  CANCELED("cancelled"),
  EXEC_TIMED_OUT("ran too long"),
  QUEUE_TIMED_OUT("waited too long for a place"),
  START_FAILED("cannot be made ready"),
  IMAGE_PULL_FAILED("its image cannot be pulled"),
  EVICTED("used more memory than it asked for"),
  /** The pool lost it, and it was tried often enough. */
  LOST("the pool lost it");

  private final String words;

  Signal(String words) {
    this.words = words;
  }

  /** What happened, for people. */
  public String words() {
    return words;
  }
}
