package io.sesamo.engine;

import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.RetryPolicy.Reason;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.Times;
import io.sesamo.engine.store.Change;
import io.sesamo.engine.view.PoolLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells an {@link Observer} what a committed change means. It compares what was with what is, not
 * event with event: one step may take a task through several stages.
 */
final class Observation {

  private final Observer observer;
  private final String pool;

  private Observation(Observer observer, String pool) {
    this.observer = observer;
    this.pool = pool;
  }

  static void tell(Observer observer, Change change) {
    change.history().forEach(row -> observer.happened(row.event()));
    List<GroupState> after = change.after().state().groups();
    for (int i = 0; i < after.size(); i++) {
      int place = i;
      Optional<GroupState> before = change.before().map(state -> state.groups().get(place));
      String pool =
          after
              .get(i)
              .place()
              .or(() -> before.flatMap(GroupState::place))
              .map(Place::pool)
              .or(change.after()::pool)
              .orElse(PoolLoad.ANY);
      new Observation(observer, pool).group(before, after.get(i));
    }
  }

  private void group(Optional<GroupState> before, GroupState after) {
    if (before.isPresent() && before.get().equals(after)) {
      return;
    }
    for (Reason reason : Reason.values()) {
      int earlier = before.map(group -> group.retries().count(reason)).orElse(0);
      for (int i = earlier; i < after.retries().count(reason); i++) {
        observer.retried(pool, reason);
      }
    }
    // A new attempt comes after the earlier ones, so a task keeps its place in the list.
    int known = before.map(group -> group.tasks().size()).orElse(0);
    int placed = -1;
    for (int i = 0; i < after.tasks().size(); i++) {
      TaskState task = after.tasks().get(i);
      Times times = i < known ? before.get().tasks().get(i).times() : Times.NONE;
      boolean gotPlace = reached(times, task.times(), Times::initializing);
      if (gotPlace && placed != task.attempt()) {
        placed = task.attempt();
        observer.placed(pool, between(task.times().scheduling(), task.times().initializing()));
      }
      if (reached(times, task.times(), Times::start)) {
        observer.started(pool, between(task.times().initializing(), task.times().start()));
      }
      if (reached(times, task.times(), Times::end)) {
        observer.ended(pool, task.status());
      }
    }
  }

  private static boolean reached(
      Times before, Times after, Function<Times, Optional<Instant>> stage) {
    return stage.apply(before).isEmpty() && stage.apply(after).isPresent();
  }

  /** Zero where a clock was set back, or a stage was passed over. */
  private static Duration between(Optional<Instant> from, Optional<Instant> to) {
    if (from.isEmpty() || to.isEmpty() || to.get().isBefore(from.get())) {
      return Duration.ZERO;
    }
    return Duration.between(from.get(), to.get());
  }
}
