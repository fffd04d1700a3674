package io.sesamo.placement;

import io.sesamo.model.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * @param forbidden platforms on which it must not run, whatever its priority
 */
public record GroupRequest(
    String id,
    String pool,
    int priority,
    Instant readySince,
    List<TaskRequest> tasks,
    Map<String, Forbidden> forbidden) {

  public GroupRequest {
    tasks = List.copyOf(tasks);
    forbidden = Map.copyOf(forbidden);
  }

  /** One that may run anywhere. */
  public GroupRequest(
      String id, String pool, int priority, Instant readySince, List<TaskRequest> tasks) {
    this(id, pool, priority, readySince, tasks, Map.of());
  }

  /**
   * Why a platform must not be used.
   *
   * @param reason for people
   * @param forGood whether nobody can decide otherwise
   */
  public record Forbidden(String reason, boolean forGood) {}

  /** What one task of the group needs. */
  public record TaskRequest(
      String task, Resources amount, Optional<String> platform, Set<String> nodesExcluded) {

    public TaskRequest {
      nodesExcluded = Set.copyOf(nodesExcluded);
    }
  }
}
