package io.sesamo.engine;

import io.sesamo.engine.law.LawDay;
import io.sesamo.engine.law.Matter;
import io.sesamo.engine.law.Ruling;
import io.sesamo.engine.lifecycle.GroupState;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.store.WorkflowRow;
import io.sesamo.model.spec.GroupSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A group that is ready and waits for a decision of people.
 *
 * @param pool that it must run in; empty: any
 * @param since when it was ready
 * @param places what the law says of each platform where it could run otherwise
 */
public record Undecided(
    String workflow,
    String group,
    String submittedBy,
    Optional<String> pool,
    Instant since,
    List<Ruling> places) {

  public Undecided {
    places = List.copyOf(places);
  }

  /** Those of a workflow. */
  static List<Undecided> of(WorkflowRow row, Circumstances around) {
    LawDay law = around.law();
    List<Undecided> undecided = new ArrayList<>();
    for (int i = 0; law.asked() && i < row.spec().groups().size(); i++) {
      GroupSpec spec = row.spec().groups().get(i);
      GroupState group = row.state().groups().get(i);
      Matter matter = Matters.of(row, spec, around.known());
      List<Ruling> places =
          row.pool().map(Set::of).orElse(around.fleet().names()).stream()
              .flatMap(pool -> law.rulings(matter, pool).stream())
              .toList();
      if (group.status() == TaskStatus.SCHEDULING && places.stream().noneMatch(Ruling::lawful)) {
        undecided.add(
            new Undecided(
                row.id(),
                group.name(),
                row.submittedBy(),
                row.pool(),
                group.schedulingTime().orElse(row.submitTime()),
                places));
      }
    }
    return undecided;
  }
}
