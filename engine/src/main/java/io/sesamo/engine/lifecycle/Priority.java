package io.sesamo.engine.lifecycle;

/** Which groups of the queue go first: the higher ordinal. */
public enum Priority {
  LOW,
  NORMAL,
  HIGH
}
