package io.sesamo.cli.view;

import io.sesamo.cli.client.Workflow;
import io.sesamo.cli.client.Workflow.Group;
import io.sesamo.cli.client.Workflow.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What changed since the last look at a workflow, one line each: for logs and pipes, where nothing
 * can be redrawn. Not thread-safe.
 */
public final class ChangeLog {

  /** A message that changes all the time is told only so often. */
  private static final Duration MESSAGES = Duration.ofSeconds(10);

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  /** What was last said of an attempt. */
  private record Said(String status, String remark, Instant at) {}

  private final ZoneId zone;
  private final Map<String, Said> said = new HashMap<>();

  public ChangeLog(ZoneId zone) {
    this.zone = zone;
  }

  /** Lines such as {@code 12:01:03 train RUNNING}. */
  public List<String> changes(Workflow workflow, Instant now) {
    List<String> lines = new ArrayList<>();
    for (Group group : workflow.groups()) {
      for (Task task : group.tasks()) {
        change(group, task, now).ifPresent(lines::add);
      }
    }
    return lines;
  }

  private Optional<String> change(Group group, Task task, Instant now) {
    String name = TaskLine.name(task).toString();
    String status = task.status().name();
    String remark = TaskLine.remark(group, task);
    Optional<Said> before = Optional.ofNullable(said.get(name));
    boolean same = before.filter(last -> last.status().equals(status)).isPresent();
    boolean sameWords = before.filter(last -> last.remark().equals(remark)).isPresent();
    boolean tooSoon = before.filter(last -> now.isBefore(last.at().plus(MESSAGES))).isPresent();
    if (same && (sameWords || tooSoon || remark.isEmpty())) {
      return Optional.empty();
    }
    said.put(name, new Said(status, remark, now));
    String tail = remark.isEmpty() ? "" : ": " + remark;
    return Optional.of(TIME.format(now.atZone(zone)) + " " + name + " " + status + tail);
  }
}
