package io.sesamo.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.BackendEvent.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds whatever comes, in whatever order, twice or late. */
class RandomLifeTest {

  private static final int EVENTS = 150;

  private final List<Event> history = new ArrayList<>();
  private final Set<Effect> started = new HashSet<>();

  @Property(tries = 400)
  void noOrderOfEventsBreaksWhatMustHold(@ForAll long seed) {
    RandomLife life = new RandomLife(seed);
    WorkflowState first = WorkflowState.submitted("w-1", life.spec());
    history.clear();
    started.clear();
    WorkflowState state = apply(life, first, new Event.Submitted(life.now()));
    for (int i = 0; i < EVENTS; i++) {
      Event event = life.next(state);
      state = apply(life, state, event);
      assertThat(Lifecycle.apply(life.spec(), state, event).state()).as("twice").isEqualTo(state);
    }
    state = end(life, state);
    assertThat(state.status().finished()).isTrue();

    WorkflowState replayed = first;
    for (Event event : history) {
      replayed = Lifecycle.apply(life.spec(), replayed, event).state();
    }
    assertThat(replayed).isEqualTo(state);
  }

  private WorkflowState apply(RandomLife life, WorkflowState before, Event event) {
    Outcome outcome = Lifecycle.apply(life.spec(), before, event);
    WorkflowState after = outcome.state();
    if (!after.equals(before) || !outcome.effects().isEmpty()) {
      history.add(event);
    }
    for (GroupState group : before.groups()) {
      check(group, after.group(group.name()).orElseThrow(), event);
    }
    for (Effect effect : outcome.effects()) {
      check(effect, after);
    }
    return after;
  }

  private static void check(GroupState before, GroupState after, Event event) {
    assertThat(after.attempt()).isBetween(before.attempt(), before.attempt() + 1);
    if (before.status().finished()) {
      assertThat(after).as("a finished group never changes").isEqualTo(before);
    }
    for (TaskState task : before.tasks()) {
      TaskState now =
          after.tasks().stream()
              .filter(t -> t.name().equals(task.name()) && t.attempt() == task.attempt())
              .findFirst()
              .orElseThrow();
      if (task.status().finished()) {
        assertThat(now).as("a finished task never changes").isEqualTo(task);
      }
      assertThat(now.times().end().filter(end -> isBefore(end, now.times())))
          .as("nothing ends before it starts")
          .isEmpty();
      if (task.launched() && !now.launched()) {
        assertThat(event)
            .as("only its end frees what a task takes")
            .isInstanceOfSatisfying(
                Event.Ended.class, ended -> assertThat(ended.attempt()).isEqualTo(task.attempt()));
      }
    }
  }

  private static boolean isBefore(Instant end, Times times) {
    return Stream.concat(times.start().stream(), times.storing().stream()).anyMatch(end::isBefore);
  }

  private void check(Effect effect, WorkflowState state) {
    GroupState group = state.group(effect.group()).orElseThrow();
    switch (effect) {
      case Effect.Start start ->
          assertThat(started.add(start)).as("no launch is started twice").isTrue();
      case Effect.Stop stop ->
          assertThat(started).contains(new Effect.Start(stop.group(), stop.attempt()));
      case Effect.Forget forget ->
          assertThat(group.tasks().stream().filter(t -> t.attempt() == forget.attempt()))
              .as("only what is over is forgotten")
              .allMatch(task -> task.status().finished());
    }
  }

  private WorkflowState end(RandomLife life, WorkflowState state) {
    WorkflowState ending =
        apply(life, state, new Event.CancelRequested(life.now(), "ada", "", Duration.ZERO));
    for (GroupState group : ending.groups()) {
      ending =
          apply(
              life,
              ending,
              new Event.Ended(
                  life.now(),
                  group.name(),
                  group.attempt(),
                  "",
                  Cause.STOPPED,
                  137,
                  Optional.empty(),
                  ""));
    }
    return ending;
  }
}
