package io.sesamo.engine.store;

import io.sesamo.placement.Explanation;
import java.time.Instant;
import java.util.Set;

/** Why an attempt of a group went where it went. */
public record ExplanationRow(
    String workflow, String group, int attempt, Instant at, Explanation explanation) {

  /** The same without the pools that somebody must not know of. */
  public ExplanationRow of(Set<String> pools) {
    return new ExplanationRow(workflow, group, attempt, at, explanation.of(pools));
  }
}
