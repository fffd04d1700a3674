package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Event;
import java.util.List;

/**
 * One event of a workflow's history.
 *
 * @param event as it was applied
 * @param told what people are told of it, in order; may be empty
 */
public record HistoryRow(Event event, List<EventRow> told) {

  public HistoryRow {
    told = List.copyOf(told);
  }
}
