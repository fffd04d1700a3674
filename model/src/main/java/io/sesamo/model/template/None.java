package io.sesamo.model.template;

/** Python's {@code None}. */
enum None {
  NONE
}
