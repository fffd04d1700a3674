package io.sesamo.engine.backend;

/** Where a backend tells what happened. Never blocks for long; never throws. */
public interface BackendListener {
  void on(BackendEvent event);
}
