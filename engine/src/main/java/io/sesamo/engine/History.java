package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.EventRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in words, for the history, how one state of a workflow differs from the one before. */
final class History {

  private History() {}

  static List<EventRow> between(WorkflowState before, WorkflowState after, Event event) {
    Instant at = event.at();
    List<EventRow> events = new ArrayList<>();
    if (before.cancelledBy().isEmpty() && after.cancelledBy().isPresent()) {
      String words = ("by " + after.cancelledBy().get() + " " + after.message()).strip();
      events.add(new EventRow(after.id(), at, Optional.empty(), 0, "CANCEL", words));
    }
    for (int i = 0; i < after.groups().size(); i++) {
      GroupState group = after.groups().get(i);
      GroupState earlier = before.groups().get(i);
      if (group.equals(earlier)) {
        continue;
      }
      addTasks(events, after.id(), earlier, group, at);
      if (!group.message().isEmpty() && !group.message().equals(earlier.message())) {
        String kind = kind(earlier, group, event);
        for (TaskState task : group.current()) {
          if (!task.message().equals(group.message())) { // else its own line has said it
            events.add(event(after.id(), task, kind, group.message(), at));
          }
        }
      }
    }
    if (before.status() != after.status()) {
      events.add(
          new EventRow(
              after.id(), at, Optional.empty(), 0, after.status().name(), after.message()));
    }
    return events;
  }

  private static String kind(GroupState before, GroupState after, Event event) {
    if (!after.retries().equals(before.retries())) {
      return "RETRY";
    }
    if (event instanceof Event.Placed) {
      return "PLACED";
    }
    if (event instanceof Event.Moved) {
      return "MOVED";
    }
    if (event instanceof Event.Forbidden) {
      return "LAW";
    }
    return after.status() == TaskStatus.SCHEDULING ? "QUEUED" : after.status().name();
  }

  private static void addTasks(
      List<EventRow> events, String workflow, GroupState before, GroupState after, Instant at) {
    // A new attempt comes after the earlier ones, so a task keeps its place in the list.
    for (int i = 0; i < after.tasks().size(); i++) {
      TaskState task = after.tasks().get(i);
      Optional<TaskState> earlier =
          i < before.tasks().size() ? Optional.of(before.tasks().get(i)) : Optional.empty();
      boolean moved = earlier.isEmpty() || earlier.get().status() != task.status();
      boolean spoke =
          !task.message().isEmpty()
              && !earlier.map(TaskState::message).orElse("").equals(task.message());
      if (moved) {
        String node = task.launched() ? "on " + task.node().orElse("?") + " " : "";
        events.add(
            event(workflow, task, task.status().name(), (node + task.message()).strip(), at));
      } else if (spoke) {
        events.add(event(workflow, task, "PREPARING", task.message(), at));
      }
    }
  }

  private static EventRow event(
      String workflow, TaskState task, String kind, String message, Instant at) {
    return new EventRow(workflow, at, Optional.of(task.name()), task.attempt(), kind, message);
  }
}
