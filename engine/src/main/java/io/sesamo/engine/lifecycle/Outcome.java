package io.sesamo.engine.lifecycle;

import java.util.List;

/** What an event led to: the new state, and what is to be done outside. */
public record Outcome(WorkflowState state, List<Effect> effects) {

  public Outcome {
    effects = List.copyOf(effects);
  }
}
