package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A group that is ready to run.
 *
 * @param id unique in the queue
 * @param pool the pool its author asked for
 * @param priority higher goes first
 * @param readySince when the last of its inputs was there
 * @param tasks placed together or not at all
 */
public record GroupRequest(
    String id, String pool, int priority, Instant readySince, List<TaskRequest> tasks) {

  public GroupRequest {
    tasks = List.copyOf(tasks);
  }

  /** What one task of the group needs. */
  public record TaskRequest(
      String task, Resources amount, Optional<String> platform, Set<String> nodesExcluded) {

    public TaskRequest {
      nodesExcluded = Set.copyOf(nodesExcluded);
    }
  }
}
