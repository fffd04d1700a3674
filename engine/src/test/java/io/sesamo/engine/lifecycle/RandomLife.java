package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.model.spec.ExitActions;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.model.spec.TaskSpec;
import io.sesamo.model.spec.Timeouts;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placement.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes up what happens to a workflow: mostly what could come next, sometimes what came before, was
 * of an earlier attempt, or makes no sense.
 */
public final class RandomLife {

  private final SplittableRandom random;
  private final WorkflowSpec spec;
  private final List<Event> earlier = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  public RandomLife(long seed) {
    this.random = new SplittableRandom(seed);
    ExitActions actions =
        new ExitActions(
            List.of(
                new ExitActions.Entry(
                    ExitActions.Action.RESCHEDULE, List.of(new ExitActions.Range(2, 2)))));
    this.spec =
        Scenario.workflow(
            new Timeouts(Optional.of(Duration.ofHours(2)), Optional.of(Duration.ofHours(1))),
            Scenario.group(
                "a",
                random.nextBoolean(),
                Scenario.task("a1", true, actions),
                Scenario.task("a2", false)),
            new GroupSpec("b", true, true, List.of(Scenario.task("b1", true)), Set.of("a")),
            new GroupSpec("c", true, true, List.of(Scenario.task("c1", true)), Set.of("a", "b")));
  }

  /** The workflow that lives. */
  public WorkflowSpec spec() {
    return spec;
  }

  /** The time of the next event. */
  public Instant now() {
    return now;
  }

  /** Something that happens to the workflow in this state. */
  public Event next(WorkflowState state) {
    now = now.plusMillis(1 + random.nextInt(20_000));
    boolean again = !earlier.isEmpty() && random.nextInt(6) == 0;
    Event event = again ? earlier.get(random.nextInt(earlier.size())) : fresh(state);
    earlier.add(event);
    return event;
  }

  private Event fresh(WorkflowState state) {
    GroupSpec groupSpec = spec.groups().get(random.nextInt(spec.groups().size()));
    GroupState group = state.group(groupSpec.name()).orElseThrow();
    TaskSpec task = groupSpec.tasks().get(random.nextInt(groupSpec.tasks().size()));
    String name = groupSpec.name();
    int attempt = Math.max(0, group.attempt() - (random.nextInt(5) == 0 ? 1 : 0));
    return switch (random.nextInt(18)) {
      case 0, 1, 2, 3 -> new Event.Placed(now, name, placement(group));
      case 4 -> new Event.Queued(now, name, "no room " + random.nextInt(3));
      case 5 -> new Event.Preparing(now, name, attempt, task.name(), "copies");
      case 6, 7, 8 -> new Event.Started(now, name, attempt, task.name(), "node");
      case 9 -> new Event.Storing(now, name, attempt, task.name());
      case 10, 11, 12 -> ended(name, attempt, task.name(), Cause.EXITED, random.nextInt(5) / 2);
      case 13 -> ended(name, attempt, task.name(), Cause.LOST, 3001);
      case 14 -> ended(name, attempt, "", Cause.LOST, 3001);
      case 15 -> ended(name, attempt, task.name(), anyCause(), 3003);
      case 16 -> rare(name);
      default -> {
        now = now.plusSeconds(random.nextInt(120));
        yield new Event.TimePassed(now);
      }
    };
  }

  private Event rare(String group) {
    return switch (random.nextInt(20)) {
      case 0 -> new Event.CancelRequested(now, "ada", "enough", Duration.ofSeconds(1));
      case 1 -> new Event.Unplaceable(now, group, "too big");
      case 3, 4, 5 -> new Event.Moved(now, group, "moved: drained", Duration.ofSeconds(1));
      case 2 -> new Event.TimePassed(now.plus(Duration.ofMinutes(90)));
      default -> new Event.TimePassed(now);
    };
  }

  private Cause anyCause() {
    return List.of(Cause.values()).get(random.nextInt(Cause.values().length));
  }

  private Event ended(String group, int attempt, String task, Cause cause, int code) {
    Optional<Ran> ran =
        random.nextBoolean()
            ? Optional.of(new Ran(now.minusSeconds(random.nextInt(7200)), random.nextInt(4) > 0))
            : Optional.empty();
    return new Event.Ended(now, group, attempt, task, cause, code, Optional.empty(), "", ran);
  }

  private static Placement placement(GroupState group) {
    return new Placement(
        "pool",
        group.current().stream()
            .map(TaskState::name)
            .collect(Collectors.toMap(Function.identity(), task -> new Slot("node"))));
  }
}
