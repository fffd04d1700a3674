package io.sesamo.engine.view;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which workflows to list. An empty set or text means no condition.
 *
 * @param scope whose there are to see
 * @param name part of the id
 * @param labels all must be there with that value
 * @param absentLabels none of these keys must be there
 * @param offset rows to skip, newest first
 * @param limit 1 to 1,000
 */
public record WorkflowFilter(
    TenantScope scope,
    Set<String> users,
    String name,
    Set<WorkflowStatus> statuses,
    Set<String> pools,
    Set<Priority> priorities,
    Map<String, String> labels,
    List<String> absentLabels,
    Optional<Instant> submittedAfter,
    Optional<Instant> submittedBefore,
    int offset,
    int limit) {

  /** The newest workflows of everyone. */
  public static WorkflowFilter newest(int limit) {
    return new WorkflowFilter(
        TenantScope.ALL,
        Set.of(),
        "",
        Set.of(),
        Set.of(),
        Set.of(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        0,
        limit);
  }
}
