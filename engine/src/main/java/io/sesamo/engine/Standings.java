package io.sesamo.engine;

import io.sesamo.engine.fleet.FleetNow;
import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.lifecycle.Deadlines;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.placement.Allocation;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Running;
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
  private final Map<String, Double> charged = new HashMap<>();
  private Circumstances around =
      new Circumstances(
          LawDay.NONE, Fleet.of(List.of(), FleetNow.NONE), Circumstances.Known.NOTHING);

  /**
   * What one workflow asks for and takes.
   *
   * @param row the state that this was worked out of
   * @param deadline when time itself changes something
   * @param groups in file order
   * @param busy those of them that ask for or take something: of a long queue, each round looks at
   *     these alone
   * @param wishes of all of them
   */
  record Standing(
      WorkflowRow row,
      Optional<Instant> deadline,
      List<Group> groups,
      List<Group> busy,
      Wishes wishes) {

    /**
     * What one group asks for or takes.
     *
     * @param deadline when time itself changes something of it
     * @param request of one that is ready and has no place yet
     * @param running of one that has a place
     */
    record Group(
        GroupState state,
        Optional<Instant> deadline,
        Optional<GroupRequest> request,
        Optional<Running> running) {

      private boolean isBusy() {
        return request.isPresent() || running.isPresent();
      }
    }

    static Standing of(WorkflowRow row, Circumstances around) {
      return of(row, new Requests(row, around), List.of(), around);
    }

    /** The same at a later state of it, under the same law and fleet. */
    private Standing later(WorkflowRow now, Circumstances around) {
      Wishes changed = Requests.later(wishes, now, around);
      List<Group> known = changed.equals(wishes) ? groups : List.of();
      return of(now, new Requests(now, around, changed), known, around);
    }

    /** {@code before}: its groups at an earlier state of it; empty: nothing of them holds. */
    @SuppressWarnings("ReferenceEquality") // comparing states would cost what this saves
    private static Standing of(
        WorkflowRow row, Requests requests, List<Group> before, Circumstances around) {
      List<Group> groups = new ArrayList<>(row.state().groups().size());
      for (int i = 0; i < row.state().groups().size(); i++) {
        GroupState state = row.state().groups().get(i);
        GroupSpec spec = row.spec().groups().get(i);
        Group known = before.isEmpty() ? null : before.get(i);
        groups.add(
            known != null
                    && known.state() == state
                    && known.request().filter(request -> !requests.holds(request, spec)).isEmpty()
                ? known
                : group(row, spec, state, requests, around));
      }
      Optional<Instant> deadline =
          groups.stream().flatMap(group -> group.deadline().stream()).min(Instant::compareTo);
      return new Standing(
          row, deadline, groups, groups.stream().filter(Group::isBusy).toList(), requests.wishes());
    }

    private static Group group(
        WorkflowRow row,
        GroupSpec spec,
        GroupState state,
        Requests requests,
        Circumstances around) {
      boolean waits = state.status() == TaskStatus.SCHEDULING;
      boolean launched = !waits && !state.status().finished();
      return new Group(
          state,
          Deadlines.of(row.spec(), state),
          state.schedulingTime().filter(since -> waits).map(since -> requests.of(spec, since)),
          state
              .place()
              .filter(place -> launched)
              .flatMap(place -> running(row, spec, state, place, around)));
    }

    /** What the groups take that have a place. */
    List<Running> running() {
      return busy.stream().flatMap(group -> group.running().stream()).toList();
    }

    /** A group that takes something; empty when all of its tasks are over. */
    private static Optional<Running> running(
        WorkflowRow row, GroupSpec spec, GroupState group, Place place, Circumstances around) {
      Map<String, Allocation> taken = new HashMap<>();
      List<TaskState> tasks = group.current();
      boolean asked = false;
      for (int i = 0; i < tasks.size(); i++) {
        TaskState task = tasks.get(i);
        if (task.launched()) {
          Allocation own = Allocation.of(Launches.amount(spec.tasks().get(i)), task.accelerators());
          taken.merge(task.node().orElse(""), own, Allocation::plus);
          asked = asked || task.ending().isPresent();
        }
      }
      if (taken.isEmpty()) {
        return Optional.empty();
      }
      Instant since =
          tasks.stream()
              .flatMap(task -> task.times().initializing().stream())
              .min(Instant::compareTo)
              .orElse(row.submitTime());
      return Optional.of(
          new Running(
              Requests.id(row.id(), group.name()),
              row.spec().sesamo().tenant().orElse(""),
              Requests.rank(row),
              place.pool(),
              taken,
              since,
              since.plus(RunTimes.of(row, spec, place, taken.keySet(), around)),
              Optional.of(group.startTime().orElse(since).plus(Deadlines.execTimeout(row.spec()))),
              !asked,
              asked));
    }
  }

  @SuppressWarnings("ReferenceEquality") // as above
  Standing of(WorkflowRow row) {
    Standing standing = known.get(row.id());
    if (standing == null || standing.row() != row) {
      standing = standing == null ? Standing.of(row, around) : standing.later(row, around);
      known.put(row.id(), standing);
    }
    return standing;
  }

  Circumstances around() {
    return around;
  }

  /**
   * Goes on under these circumstances.
   *
   * @return whether they are others than before
   */
  @SuppressWarnings("ReferenceEquality") // they are the same objects while nothing has changed
  boolean under(Circumstances now) {
    boolean other = around.law() != now.law() || around.fleet() != now.fleet();
    if (other) {
      known.clear();
    }
    charged.clear();
    around = new Circumstances(now.law(), now.fleet(), charging(now.known()));
    return other;
  }

  /** What attempts cost that end in the present step is known to nobody else yet. */
  private Circumstances.Known charging(Circumstances.Known known) {
    return new Circumstances.Known(
        known.bytes(),
        known.measured(),
        workflow -> known.spent().of(workflow) + charged.getOrDefault(workflow, 0.0),
        known.earlier());
  }

  /** What was charged in the present step is in the store. */
  void committed() {
    charged.clear();
  }

  /** An attempt of a workflow has ended in the present step. */
  void charge(String workflow, double price) {
    charged.merge(workflow, price, Double::sum);
  }

  /** Drops a workflow that has finished. */
  void forget(String id) {
    known.remove(id);
  }
}
