package io.sesamo.placement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A group that is ready to run.
 *
 * @param id unique in the queue
 * @param tenant whose it is; empty: the operator's own
 * @param priority higher goes first
 * @param readySince when the last of its inputs was there
 * @param stage what it is
 * @param wishes of its author
 * @param data what it reads, and where that is
 */
public record GroupRequest(
    String id,
    String tenant,
    int priority,
    Instant readySince,
    Stage stage,
    Wishes wishes,
    List<DataAt> data) {

  public GroupRequest {
    data = List.copyOf(data);
  }

  /** One for a pool, without other wishes. */
  public GroupRequest(
      String id, String pool, int priority, Instant readySince, List<TaskRequest> tasks) {
    this(id, "", priority, readySince, new Stage(id, tasks), Wishes.pool(pool), List.of());
  }

  public List<TaskRequest> tasks() {
    return stage.tasks();
  }

  /**
   * Where a group wants to run.
   *
   * @param pool the one it must run in; empty: the best
   * @param objective empty: the fleet's
   * @param labels that its nodes must have
   * @param spread whether its tasks go to as many nodes as they can; else to as few
   * @param budget the most that it may cost, USD
   * @param held what others of its workflow that run now will probably cost, USD: it is not in the
   *     budget, and what they do not take of it comes free
   * @param deadline when it should be done with all that comes after it; {@link Stage#deadline}:
   *     without that
   */
  public record Wishes(
      Optional<String> pool,
      Optional<Objective> objective,
      Map<String, String> labels,
      boolean spread,
      OptionalDouble budget,
      double held,
      Optional<Instant> deadline) {

    public static final Wishes NONE =
        new Wishes(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            false,
            OptionalDouble.empty(),
            Optional.empty());

    public Wishes {
      labels = Map.copyOf(labels);
    }

    /** Those of a group beside which no other of its workflow runs. */
    public Wishes(
        Optional<String> pool,
        Optional<Objective> objective,
        Map<String, String> labels,
        boolean spread,
        OptionalDouble budget,
        Optional<Instant> deadline) {
      this(pool, objective, labels, spread, budget, 0, deadline);
    }

    /** The same with another deadline, where there is one. */
    public Wishes due(Optional<Instant> at) {
      return new Wishes(pool, objective, labels, spread, budget, held, at);
    }

    /** That pool and nothing else. */
    public static Wishes pool(String name) {
      return new Wishes(
          Optional.of(name),
          Optional.empty(),
          Map.of(),
          false,
          OptionalDouble.empty(),
          Optional.empty());
    }
  }

  /**
   * Data at a site.
   *
   * @param bytes to move from there, unless it runs there
   */
  public record DataAt(String site, long bytes) {}
}
