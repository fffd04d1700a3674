package io.sesamo.engine.lifecycle;

/** What can happen to one attempt of a task; the columns of {@link TaskTransitions}. */
public enum Signal {
  /** The outputs it needs are there. */
  READY,
  /** A group that it needs has failed. */
  UPSTREAM_FAILED,
  /** Placement chose a node for it. */
  PLACED,
  /** No pool will ever hold it. */
  UNPLACEABLE,
  /** Its command runs. */
  STARTED,
  /** It did what it should. */
  SUCCEEDED,
  /** It did not. */
  FAILED,
  /** It ended and its group is to be tried again. */
  RETRIED,
  /** A user ended it. */
  CANCELED,
  /** Its group ran longer than it may. */
  EXEC_TIMED_OUT,
  /** Its group waited for a place longer than it may. */
  QUEUE_TIMED_OUT,
  /** It could not be made ready. */
  START_FAILED,
  /** It used more memory than it asked for. */
  EVICTED,
  /** The pool lost it. */
  LOST
}
