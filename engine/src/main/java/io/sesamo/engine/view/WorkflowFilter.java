package io.sesamo.engine.view;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which workflows to list. An empty set or text means no condition.
 *
 * @param scope whose there are to see
 * @param name part of the id
 * @param pools that they must run in, or that a group of them has been placed in
 * @param labels all must be there
 * @param absentLabels none of these keys must be there
 * @param tags one of them must be there
 * @param app they must be made of it
 * @param submittedAfter then or later
 * @param submittedBefore earlier than that
 * @param oldestFirst else the newest is the first
 * @param offset rows to skip
 * @param limit 1 to 1,001
 */
public record WorkflowFilter(
    TenantScope scope,
    Set<String> users,
    String name,
    Set<WorkflowStatus> statuses,
    Set<String> pools,
    Set<Priority> priorities,
    List<LabelSelector> labels,
    List<String> absentLabels,
    Set<String> tags,
    Optional<AppName> app,
    Optional<Instant> submittedAfter,
    Optional<Instant> submittedBefore,
    boolean oldestFirst,
    int offset,
    int limit) {

  /** An app by its name, or one version of it. */
  public record AppName(String name, OptionalInt version) {}

  /** The newest workflows of everyone. */
  public static WorkflowFilter newest(int limit) {
    return new WorkflowFilter(
        TenantScope.ALL,
        Set.of(),
        "",
        Set.of(),
        Set.of(),
        Set.of(),
        List.of(),
        List.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        limit);
  }
}
