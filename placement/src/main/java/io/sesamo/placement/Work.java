package io.sesamo.placement;

import io.sesamo.model.catalog.Accelerator;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How long something runs.
 *
 * @param usual on the accelerator {@code on}, or anywhere where that is empty
 * @param on the model that {@code usual} holds for
 * @param source where the figure is from
 * @param said how long it takes by the workflow's word on other models, by their names
 * @param measured how long it took in earlier runs, by accelerator model; an empty name stands for
 *     nodes without
 * @param most when it is stopped at the latest; empty: it has no limit
 */
public record Work(
    Duration usual,
    Optional<Accelerator> on,
    Source source,
    Map<String, Duration> said,
    Map<String, Duration> measured,
    Optional<Duration> most) {

  /** Nothing is known: an hour is assumed. */
  public static final Work UNKNOWN =
      new Work(Duration.ofHours(1), Optional.empty(), Source.ASSUMED, Map.of(), Optional.empty());

  public Work {
    said = Map.copyOf(said);
    measured = Map.copyOf(measured);
  }

  /** Without a word on other models. */
  public Work(
      Duration usual,
      Optional<Accelerator> on,
      Source source,
      Map<String, Duration> measured,
      Optional<Duration> most) {
    this(usual, on, source, Map.of(), measured, most);
  }

  /** Where a figure is from, the best first. */
  public enum Source {
    /** Earlier runs on that model. */
    MEASURED,
    /** What the workflow says. */
    WORKFLOW,
    /** Earlier runs or the workflow's word for another model, and the models' catalogue figures. */
    CATALOGUE,
    /** Nobody says; a default. */
    ASSUMED
  }
}
