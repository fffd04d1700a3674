package io.sesamo.cli.client;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workflow as the server describes it.
 *
 * @param name its id, {@code <name>-<number>}
 * @param message why it failed; empty when it did not
 */
public record Workflow(
    String name,
    String user,
    String pool,
    Status status,
    String message,
    Optional<Instant> submitted,
    Span span,
    List<String> warnings,
    List<Group> groups) {

  public Workflow {
    warnings = List.copyOf(warnings);
    groups = List.copyOf(groups);
  }

  /**
   * A status by its name on the wire.
   *
   * @param name of OSMO's statuses
   */
  public record Status(String name) {

    public boolean completed() {
      return name.equals("COMPLETED");
    }

    public boolean failed() {
      return name.startsWith("FAILED");
    }

    /** Final, for workflows and groups, and for attempts of tasks. */
    public boolean finished() {
      return completed() || failed() || name.equals("RESCHEDULED");
    }
  }

  /** From when to when something ran. */
  public record Span(Optional<Instant> start, Optional<Instant> end) {}

  /**
   * Tasks that run at the same time.
   *
   * @param message why it waits or failed
   * @param upstream groups whose outputs it takes
   * @param tasks every attempt of every task: tasks in file order, attempts upwards
   */
  public record Group(
      String name,
      Status status,
      String message,
      List<String> upstream,
      Span span,
      List<Task> tasks) {

    public Group {
      upstream = List.copyOf(upstream);
      tasks = List.copyOf(tasks);
    }

    /** The last attempt of each task, in file order. */
    public List<Task> latest() {
      Map<String, Task> latest = new LinkedHashMap<>();
      tasks.forEach(task -> latest.put(task.name(), task));
      return new ArrayList<>(latest.values());
    }

    /** Whether it stands for one task that the file lists without a group. */
    public boolean isBareTask() {
      return latest().size() == 1 && name.equals(latest().getFirst().name() + "-group");
    }
  }

  /**
   * One attempt of a task.
   *
   * @param attempt 0 for the first try
   * @param message what it is doing while it is made ready, or why it failed
   * @param waiting since when it is in the present status, if it has not started
   */
  public record Task(
      String name,
      int attempt,
      Status status,
      Optional<Integer> exitCode,
      String message,
      Optional<String> node,
      Optional<Instant> waiting,
      Span span) {}

  /** Reads the server's description. */
  public static Workflow of(Json json) {
    return new Workflow(
        json.get("name").text(),
        json.get("submitted_by").text() + json.get("user").text(), // the latter in a list
        json.get("pool").text(),
        new Status(json.get("status").text()),
        json.get("message").text(),
        instant(json.get("submit_time")),
        span(json),
        json.get("warnings").texts(),
        json.get("groups").items().stream().map(Workflow::group).toList());
  }

  private static Group group(Json json) {
    return new Group(
        json.get("name").text(),
        new Status(json.get("status").text()),
        json.get("message").text(),
        json.get("upstream").texts(),
        span(json),
        json.get("tasks").items().stream().map(Workflow::task).toList());
  }

  private static Task task(Json json) {
    Json exitCode = json.get("exit_code");
    return new Task(
        json.get("name").text(),
        (int) json.get("attempt").number(),
        new Status(json.get("status").text()),
        exitCode.isNull() ? Optional.empty() : Optional.of((int) exitCode.number()),
        json.get("message").text(),
        Optional.of(json.get("node").text()).filter(node -> !node.isEmpty()),
        instant(json.get("initializing_time")).or(() -> instant(json.get("scheduling_time"))),
        span(json));
  }

  private static Span span(Json json) {
    return new Span(instant(json.get("start_time")), instant(json.get("end_time")));
  }

  /** A time in UTC, with or without its zone. */
  static Optional<Instant> instant(Json json) {
    String text = json.text().replace(' ', 'T');
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.endsWith("Z")
              ? Instant.parse(text)
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }

  /** Every task's last attempt, in file order. */
  public List<Task> latestTasks() {
    return groups.stream().flatMap(group -> group.latest().stream()).toList();
  }
}
