package io.sesamo.engine.lifecycle;

import java.util.List;
import java.util.Optional;

/**
 * What an event led to.
 *
 * @param state the new state; the same object as before when nothing changed
 * @param effects what is to be done outside, in order
 * @param refusal why the event was not taken in; empty when it was
 */
public record Outcome(WorkflowState state, List<Effect> effects, Optional<Refusal> refusal) {

  public Outcome {
    effects = List.copyOf(effects);
  }
}
