package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.Lifecycle;
import io.sesamo.engine.lifecycle.RandomLife;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.store.EventRow;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placement.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people are told of a group that something was said of. */
class HistoryTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final WorkflowSpec spec = new RandomLife(1).spec();
  private WorkflowState state = WorkflowState.submitted("w-1", spec);

  private List<EventRow> after(Event event) {
    WorkflowState before = state;
    state = Lifecycle.apply(spec, before, event).state();
    return History.between(before, state, event);
  }

  @Test
  void whatNoPoolCanHoldIsToldAsItsFailureAndOnce() {
    after(new Event.Submitted(AT));

    List<EventRow> told = after(new Event.Unplaceable(AT, "a", "no node is as large"));

    assertThat(told).extracting(EventRow::kind).doesNotContain("LAW");
    assertThat(told.stream().filter(row -> row.task().equals(Optional.of("a1"))))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.kind()).startsWith("FAILED");
          assertThat(row.message()).isEqualTo("no node is as large");
        });
  }

  @Test
  void whatMustWaitIsQueuedAndWhatTheLawForbidsIsLaw() {
    after(new Event.Submitted(AT));

    assertThat(after(new Event.Queued(AT, "a", "all is taken")))
        .extracting(EventRow::kind)
        .containsOnly("QUEUED");
    Map<String, Slot> nodes = Map.of("a1", new Slot("node"), "a2", new Slot("node"));
    after(new Event.Placed(AT, "a", new Placement("pool", nodes)));
    assertThat(after(new Event.Forbidden(AT, "a", "needs a licence")))
        .extracting(EventRow::kind)
        .containsOnly("LAW");
  }
}
