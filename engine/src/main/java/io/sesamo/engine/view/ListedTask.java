package io.sesamo.engine.view;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.model.Resources;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One attempt of a task in a list of tasks.
 *
 * @param pool where it is or was, or must run; empty: anywhere
 * @param asked what its author asks for; nothing where he leaves it to the pool
 */
public record ListedTask(
    String user,
    String workflow,
    UUID workflowUuid,
    Priority priority,
    Optional<String> pool,
    String name,
    int attempt,
    TaskStatus status,
    Optional<String> node,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    Resources asked) {}
