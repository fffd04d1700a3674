package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Effect;
import io.sesamo.engine.lifecycle.WorkflowState;
import java.util.List;
import java.util.Optional;

/**
 * What one step of the engine changes of one workflow; written in one transaction.
 *
 * @param before the stored state; empty for a new workflow
 * @param after the workflow as it is now
 * @param history the events that led there, in order
 * @param effects in order
 */
public record Change(
    Optional<WorkflowState> before,
    WorkflowRow after,
    List<HistoryRow> history,
    List<Effect> effects) {

  public Change {
    history = List.copyOf(history);
    effects = List.copyOf(effects);
  }
}
