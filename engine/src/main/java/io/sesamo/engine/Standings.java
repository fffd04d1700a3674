package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.placement.GroupRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each round of the conductor needs to know of every workflow, worked out once for each state
 * of a workflow: of thousands under way a round changes a few. Not thread-safe.
 */
final class Standings {

  private final Map<String, Standing> known = new HashMap<>();

  /**
   * What one workflow asks for and takes.
   *
   * @param row the state that this was worked out of
   * @param deadline when time itself changes something
   * @param queued the groups that are ready and have no place yet, by name
   * @param taken what its tasks take of each node
   */
  record Standing(
      WorkflowRow row,
      Optional<Instant> deadline,
      Map<String, GroupRequest> queued,
      Map<String, Resources> taken) {

    static Standing of(WorkflowRow row) {
      Map<String, GroupRequest> queued = new LinkedHashMap<>();
      Map<String, Resources> taken = new HashMap<>();
      for (GroupSpec group : row.spec().groups()) {
        GroupState state = row.state().group(group.name()).orElseThrow();
        if (state.status() == TaskStatus.SCHEDULING) {
          state
              .schedulingTime()
              .ifPresent(since -> queued.put(group.name(), Launches.request(row, group, since)));
        }
        count(group, state, taken);
      }
      return new Standing(row, Deadlines.next(row.spec(), row.state()), queued, taken);
    }

    private static void count(GroupSpec group, GroupState state, Map<String, Resources> taken) {
      for (TaskSpec task : group.tasks()) {
        state
            .task(task.name())
            .filter(TaskState::launched)
            .flatMap(TaskState::node)
            .ifPresent(node -> taken.merge(node, Launches.amount(task), Resources::plus));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // comparing states would cost what this saves
  Standing of(WorkflowRow row) {
    Standing standing = known.get(row.id());
    if (standing == null || standing.row() != row) {
      standing = Standing.of(row);
      known.put(row.id(), standing);
    }
    return standing;
  }

  /** Drops a workflow that has finished. */
  void forget(String id) {
    known.remove(id);
  }
}
