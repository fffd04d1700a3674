package io.sesamo.engine.store;

import io.sesamo.placement.Explanation;
import java.time.Instant;

/** Why an attempt of a group went where it went. */
public record ExplanationRow(
    String workflow, String group, int attempt, Instant at, Explanation explanation) {}
