package io.sesamo.engine.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened, as people are told.
 *
 * @param task empty: it concerns the workflow
 * @param attempt of the task; 0 where there is no task
 * @param kind a status name, or a word such as {@code Preparing}
 */
public record EventRow(
    String workflow, Instant at, Optional<String> task, int attempt, String kind, String message) {}
