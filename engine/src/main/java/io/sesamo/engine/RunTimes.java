package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.spec.GroupSpec;
import io.sesamo.placement.Estimator;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** How long a group that has a place will probably run there. */
final class RunTimes {

  private RunTimes() {}

  static Duration of(
      WorkflowRow row,
      GroupSpec group,
      Place place,
      Collection<String> nodes,
      Circumstances around) {
    Optional<Fleet.Member> pool = around.fleet().member(place.pool());
    Optional<Accelerator> chip =
        nodes.stream()
            .flatMap(node -> pool.flatMap(found -> found.acceleratorOf(node)).stream())
            .findFirst();
    return Estimator.run(Requests.work(row, group, around), chip).time();
  }
}
