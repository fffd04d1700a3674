package io.sesamo.engine.view;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A workflow as it stands.
 *
 * @param id {@code <name>-<number>}
 * @param submittedBy the user
 * @param tenant for whom it runs; empty: for the operator himself
 * @param cancelledBy who cancelled it
 * @param pool that it must run in; empty: placement chooses one for each group
 * @param message why it failed; empty when it did not
 * @param startTime when its first group started
 * @param execTimeout of each group
 * @param queueTimeout of each group
 * @param warnings what its author was told on submission
 * @param app that it was made of, unless that is gone
 * @param parent the failed workflow of which it is the rest
 * @param tags that people put on it
 * @param groups in file order; empty in a list of workflows
 */
public record WorkflowView(
    String id,
    UUID uuid,
    String submittedBy,
    String tenant,
    Optional<String> cancelledBy,
    Optional<String> pool,
    Priority priority,
    Map<String, String> labels,
    WorkflowStatus status,
    String message,
    Instant submitTime,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    Duration execTimeout,
    Duration queueTimeout,
    List<String> warnings,
    Optional<UsedApp> app,
    Optional<String> parent,
    List<String> tags,
    List<GroupView> groups) {

  public WorkflowView {
    labels = Map.copyOf(labels);
    warnings = List.copyOf(warnings);
    tags = List.copyOf(tags);
    groups = List.copyOf(groups);
  }
}
