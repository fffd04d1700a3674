package io.sesamo.engine;

import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.placement.GroupRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each round of the conductor needs to know of every workflow, worked out once for each state
 * of a workflow: of thousands under way a round changes a few. Not thread-safe.
 */
final class Standings {

  private final Map<String, Standing> known = new HashMap<>();
  private LawDay law = LawDay.NONE;

  /**
   * What one workflow asks for and takes.
   *
   * @param row the state that this was worked out of
   * @param deadline when time itself changes something
   * @param queued the groups that are ready and have no place yet
   * @param taken what its tasks take of each node
   */
  record Standing(
      WorkflowRow row,
      Optional<Instant> deadline,
      List<Queued> queued,
      Map<String, Resources> taken) {

    /** A group that is ready, and what it asks for. */
    record Queued(GroupState group, GroupRequest request) {}

    static Standing of(WorkflowRow row, LawDay law) {
      List<Queued> queued = new ArrayList<>();
      Map<String, Resources> taken = new HashMap<>();
      for (int i = 0; i < row.spec().groups().size(); i++) {
        GroupSpec spec = row.spec().groups().get(i);
        GroupState group = row.state().groups().get(i);
        if (group.status() == TaskStatus.SCHEDULING) {
          group
              .schedulingTime()
              .map(since -> Launches.request(row, spec, since, law))
              .ifPresent(request -> queued.add(new Queued(group, request)));
        } else if (!group.status().finished()) {
          count(spec, group, taken);
        }
      }
      return new Standing(row, Deadlines.next(row.spec(), row.state()), queued, taken);
    }

    private static void count(GroupSpec spec, GroupState group, Map<String, Resources> taken) {
      List<TaskState> tasks = group.current();
      for (int i = 0; i < tasks.size(); i++) {
        Resources amount = Launches.amount(spec.tasks().get(i));
        Optional.of(tasks.get(i))
            .filter(TaskState::launched)
            .flatMap(TaskState::node)
            .ifPresent(node -> taken.merge(node, amount, Resources::plus));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // comparing states would cost what this saves
  Standing of(WorkflowRow row) {
    Standing standing = known.get(row.id());
    if (standing == null || standing.row() != row) {
      standing = Standing.of(row, law);
      known.put(row.id(), standing);
    }
    return standing;
  }

  /**
   * Goes on under this law.
   *
   * @return whether it is another than before
   */
  @SuppressWarnings("ReferenceEquality") // it is the same object as long as nothing has changed
  boolean under(LawDay now) {
    boolean other = law != now;
    if (other) {
      law = now;
      known.clear();
    }
    return other;
  }

  /** Drops a workflow that has finished. */
  void forget(String id) {
    known.remove(id);
  }
}
