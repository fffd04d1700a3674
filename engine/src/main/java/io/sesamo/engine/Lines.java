package io.sesamo.engine;

import io.sesamo.engine.EngineException.Code;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.logs.LineFormat;
import io.sesamo.engine.logs.LogTail;
import io.sesamo.engine.logs.TaskLog;
import io.sesamo.engine.store.EventRow;
import io.sesamo.engine.store.Store;
import io.sesamo.engine.store.Store.SequencedEvent;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.WorkflowView;
import java.io.Flushable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Streams the logs and events of a workflow until it has finished. Lines of several tasks are put
 * in order of time within each round of reading.
 */
final class Lines {

  /** Between two looks at log files that grow. */
  private static final Duration ROUND = Duration.ofMillis(100);

  private final Store store;
  private final Path logs;
  private final Changes changes;

  Lines(Store store, Path logs, Changes changes) {
    this.store = store;
    this.logs = logs;
    this.changes = changes;
  }

  /** A line with what it is sorted by. */
  private record Stamped(Instant at, String text) {}

  /** One attempt of a task. */
  private record Attempt(String task, int number) {}

  void logs(String id, LineQuery query, Appendable out) throws IOException {
    Map<Attempt, LogTail> tails = new LinkedHashMap<>();
    Deque<String> held = new ArrayDeque<>();
    boolean holding = query.last().isPresent();
    while (true) {
      long version = changes.version();
      WorkflowView view = view(id, query);
      boolean over = !query.follow() || over(view, query);
      open(tails, view, query);
      List<Stamped> lines = round(tails, query);
      if (lines.isEmpty() && holding) {
        holding = false;
        write(held, out);
      } else if (holding) {
        lines.forEach(line -> hold(held, line.text(), query.last().getAsInt()));
      } else {
        write(lines.stream().map(Stamped::text).toList(), out);
      }
      if (lines.isEmpty()) {
        if (over) {
          return;
        }
        pause(version, ROUND);
      }
    }
  }

  private void open(Map<Attempt, LogTail> tails, WorkflowView view, LineQuery query) {
    for (TaskView task : tasks(view, query)) {
      if (task.node().isPresent()) { // no other can have begun to write
        tails.computeIfAbsent(
            new Attempt(task.name(), task.attempt()),
            attempt -> new LogTail(TaskLog.path(logs, view.id(), task.name(), task.attempt())));
      }
    }
  }

  private static List<Stamped> round(Map<Attempt, LogTail> tails, LineQuery query)
      throws IOException {
    List<Stamped> lines = new ArrayList<>();
    for (Map.Entry<Attempt, LogTail> tail : tails.entrySet()) {
      Attempt attempt = tail.getKey();
      for (LogTail.Line line : tail.getValue().next()) {
        if (!query.errorsOnly() || line.stream() != LogTail.Stream.OUTPUT) {
          boolean platform = line.stream() == LogTail.Stream.SESAMO;
          String text =
              LineFormat.task(line.at(), attempt.task(), attempt.number(), platform, line.text());
          lines.add(new Stamped(line.at(), text));
        }
      }
    }
    lines.sort(Comparator.comparing(Stamped::at));
    return lines;
  }

  void events(String id, LineQuery query, Appendable out) throws IOException {
    boolean whole = query.task().isEmpty();
    long after = 0;
    Deque<String> held = new ArrayDeque<>();
    boolean holding = query.last().isPresent();
    while (true) {
      long version = changes.version();
      WorkflowView view = whole ? found(id, store.summary(id)) : view(id, query);
      boolean over = !query.follow() || over(view, query);
      List<SequencedEvent> events = store.events(id, after);
      List<String> lines =
          events.stream()
              .map(SequencedEvent::event)
              .filter(event -> matches(event, query))
              .map(Lines::text)
              .toList();
      if (holding && !events.isEmpty()) {
        lines.forEach(line -> hold(held, line, query.last().getAsInt()));
      } else if (holding) {
        holding = false;
        write(held, out);
      } else {
        write(lines, out);
      }
      if (!events.isEmpty()) {
        after = events.getLast().sequence();
      } else if (over) {
        return;
      } else {
        pause(version, Duration.ofSeconds(5));
      }
    }
  }

  private static boolean matches(EventRow event, LineQuery query) {
    boolean task = query.task().isEmpty() || query.task().equals(event.task());
    boolean attempt = query.attempt().isEmpty() || query.attempt().getAsInt() == event.attempt();
    return task && attempt;
  }

  private static String text(EventRow event) {
    String text = event.message().isEmpty() ? event.kind() : event.kind() + ": " + event.message();
    return event
        .task()
        .map(task -> LineFormat.task(event.at(), task, event.attempt(), false, text))
        .orElseGet(() -> LineFormat.workflow(event.at(), text));
  }

  private static WorkflowView found(String id, Optional<WorkflowView> view) {
    return view.orElseThrow(
        () -> new EngineException(Code.DATABASE, "Workflow " + id + " is not found."));
  }

  private WorkflowView view(String id, LineQuery query) {
    WorkflowView view = found(id, store.workflow(id));
    if (query.task().isPresent() && tasks(view, query).isEmpty()) {
      throw new EngineException(
          Code.DATABASE, "Task " + query.task().get() + " of workflow " + id + " is not found.");
    }
    return view;
  }

  private static List<TaskView> tasks(WorkflowView view, LineQuery query) {
    return view.groups().stream()
        .flatMap(group -> group.tasks().stream())
        .filter(task -> query.task().isEmpty() || query.task().get().equals(task.name()))
        .filter(task -> query.attempt().isEmpty() || query.attempt().getAsInt() == task.attempt())
        .toList();
  }

  private static boolean over(WorkflowView view, LineQuery query) {
    return view.status().finished()
        || (query.task().isPresent()
            && tasks(view, query).stream().map(TaskView::status).allMatch(TaskStatus::finished));
  }

  private static void hold(Deque<String> held, String line, int most) {
    held.addLast(line);
    if (held.size() > most) {
      held.removeFirst();
    }
  }

  private static void write(Iterable<String> lines, Appendable out) throws IOException {
    boolean wrote = false;
    for (String line : lines) {
      out.append(line);
      wrote = true;
    }
    if (wrote && out instanceof Flushable flushable) {
      flushable.flush();
    }
  }

  private void pause(long version, Duration atMost) throws IOException {
    try {
      changes.await(version, atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
