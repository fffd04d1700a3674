package io.sesamo.placement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of a workflow as placement sees it, with those that come after it.
 *
 * @param name for people
 * @param tasks placed together or not at all
 * @param work how long it runs
 * @param forbidden by pool, the platforms on which it must not run, whatever its priority
 * @param output bytes that those after it read of it; 0: unknown or none
 * @param onward the groups that read its output
 * @param deadline when it should be done itself
 */
public record Stage(
    String name,
    List<TaskRequest> tasks,
    Work work,
    Map<String, Map<String, Forbidden>> forbidden,
    long output,
    List<Stage> onward,
    Optional<Instant> deadline) {

  public Stage {
    tasks = List.copyOf(tasks);
    forbidden = Map.copyOf(forbidden);
    onward = List.copyOf(onward);
  }

  /** One alone, that may run anywhere. */
  public Stage(String name, List<TaskRequest> tasks) {
    this(name, tasks, Work.UNKNOWN, Map.of(), 0, List.of());
  }

  /** One without a deadline. */
  public Stage(
      String name,
      List<TaskRequest> tasks,
      Work work,
      Map<String, Map<String, Forbidden>> forbidden,
      long output,
      List<Stage> onward) {
    this(name, tasks, work, forbidden, output, onward, Optional.empty());
  }

  /** The same with a deadline, where there is one. */
  public Stage due(Optional<Instant> at) {
    return new Stage(name, tasks, work, forbidden, output, onward, at);
  }

  /** Why a platform of a pool must not be used; empty: it may. */
  public Optional<Forbidden> forbidden(String pool, String platform) {
    Map<String, Forbidden> of = forbidden.get(pool);
    return of == null ? Optional.empty() : Optional.ofNullable(of.get(platform));
  }

  /** Accelerators of all its tasks, in thousandths. */
  public long acceleratorMilli() {
    return tasks.stream().mapToLong(task -> task.amount().acceleratorMilli()).sum();
  }

  /**
   * Why a platform must not be used.
   *
   * @param reason for people
   * @param forGood whether nobody can decide otherwise
   */
  public record Forbidden(String reason, boolean forGood) {}
}
