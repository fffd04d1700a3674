package io.sesamo.engine.view;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which attempts of tasks to list. An empty set or text means no condition.
 *
 * @param scope whose there are to see
 * @param workflow part of the workflow's id
 * @param pools where they are or were, or must run
 * @param nodes where they are or were
 * @param startedAfter then or later, or not yet
 * @param startedBefore earlier than that
 * @param offset rows to skip, newest first
 * @param limit 1 to 1,000
 */
public record TaskFilter(
    TenantScope scope,
    String workflow,
    Set<String> users,
    Set<TaskStatus> statuses,
    Set<String> pools,
    Set<String> nodes,
    Set<Priority> priorities,
    Optional<Instant> startedAfter,
    Optional<Instant> startedBefore,
    int offset,
    int limit) {}
