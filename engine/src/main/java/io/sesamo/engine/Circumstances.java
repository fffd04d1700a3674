package io.sesamo.engine;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.law.LawDay;
import io.sesamo.placement.Work;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What a request for a place depends on beside the workflow itself.
 *
 * @param law of the day
 * @param fleet with nothing running in it
 * @param known of earlier work
 */
record Circumstances(LawDay law, Fleet fleet, Known known) {

  /**
   * What is known of work that is over.
   *
   * @param bytes of a stored output; 0: not known
   */
  record Known(ToLongFunction<ManifestId> bytes, Measured measured, Spent spent, Earlier earlier) {

    /** Of nothing anything. */
    static final Known NOTHING =
        new Known(
            output -> 0,
            (workflow, group) -> Map.of(),
            workflow -> 0,
            (workflow, task) -> Optional.empty());
  }

  /** How long groups of that name ran in earlier workflows of that name: see {@link Work}. */
  interface Measured {
    Map<String, Duration> of(String workflow, String group);
  }

  /**
   * What a task of a workflow that is over has stored, by its id and name. Throws {@link
   * io.sesamo.engine.store.StoreException} when that cannot be told now.
   */
  interface Earlier {
    Optional<Made> of(String workflow, String task);
  }

  /** What a workflow has cost until now, by its id, USD. */
  interface Spent {
    double of(String workflow);
  }
}
