package io.sesamo.engine;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.SessionOrder;
import io.sesamo.engine.backend.TaskSession;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.EffectRow;
import io.sesamo.engine.view.GroupView;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.WorkflowView;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way into running tasks: finds the backend that runs a task now. All methods throw {@link
 * EngineException} where there is no such workflow or task, and {@link BackendException} where it
 * does not run.
 */
public final class TaskAccess {

  private final Function<String, WorkflowView> workflows;
  private final List<Backend> backends;

  TaskAccess(Function<String, WorkflowView> workflows, List<Backend> backends) {
    this.workflows = workflows;
    this.backends = List.copyOf(backends);
  }

  private record Target(Backend backend, String launchId) {}

  /** As {@link Backend#openSession}. */
  public TaskSession openSession(String workflow, String task, SessionOrder order) {
    Target target = target(workflow, task);
    return target.backend().openSession(target.launchId(), task, order);
  }

  /** As {@link Backend#connect}. */
  public SocketChannel connect(String workflow, String task, int port) throws IOException {
    Target target = target(workflow, task);
    return target.backend().connect(target.launchId(), task, port);
  }

  /** As {@link Backend#connectDatagrams}. */
  public DatagramChannel connectDatagrams(String workflow, String task, int port)
      throws IOException {
    Target target = target(workflow, task);
    return target.backend().connectDatagrams(target.launchId(), task, port);
  }

  /** The last attempt of the task; empty: the workflow has no task of that name. */
  public Optional<TaskView> task(String workflow, String task) {
    return workflows.apply(workflow).groups().stream()
        .flatMap(group -> attempts(group, task).stream())
        .reduce((earlier, later) -> later);
  }

  /** Whether the task's command runs now, as far as is written down. */
  public boolean runs(String workflow, String task) {
    return task(workflow, task).filter(TaskAccess::runs).isPresent();
  }

  private static boolean runs(TaskView attempt) {
    return attempt.status() == TaskStatus.RUNNING && attempt.storingTime().isEmpty();
  }

  private static List<TaskView> attempts(GroupView group, String task) {
    return group.tasks().stream().filter(attempt -> attempt.name().equals(task)).toList();
  }

  private Target target(String workflow, String task) {
    for (GroupView group : workflows.apply(workflow).groups()) {
      List<TaskView> attempts = attempts(group, task);
      if (!attempts.isEmpty()) {
        return target(workflow, group, attempts.getLast());
      }
    }
    throw new EngineException(
        EngineException.Code.DATABASE,
        "Task " + task + " of workflow " + workflow + " is not found.");
  }

  private Target target(String workflow, GroupView group, TaskView attempt) {
    if (!runs(attempt)) {
      throw new BackendException("Task " + attempt.name() + " does not run now");
    }
    String pool = group.place().map(Place::pool).orElse("");
    return backends.stream()
        .filter(backend -> backend.pools().stream().anyMatch(own -> own.name().equals(pool)))
        .map(backend ->
            new Target(backend, EffectRow.launchId(workflow, group.name(), attempt.attempt())))
        .findFirst()
        .orElseThrow(() -> new BackendException("The pool " + pool + " is not there any more"));
  }
}
