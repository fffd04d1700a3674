package io.sesamo.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.engine.lifecycle.Event;
import io.sesamo.engine.lifecycle.Events;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.000001Z");

  @Test
  void everyKindOfEventComesBackAsItWas() {
    for (Event event : Events.oneOfEachKind()) {
      assertThat(EventJson.read(event.at(), EventJson.write(event))).isEqualTo(event);
    }
    for (Cause cause : Cause.values()) {
      Event ended = new Event.Ended(AT, "g", 3, "", cause, 4000, Optional.empty(), "");
      assertThat(EventJson.read(AT, EventJson.write(ended))).isEqualTo(ended);
    }
    for (boolean stored : List.of(true, false)) {
      Optional<Ran> ran = Optional.of(new Ran(AT.minusNanos(1), stored));
      Event ended = new Event.Ended(AT, "g", 3, "t", Cause.STOPPED, 143, Optional.empty(), "", ran);
      assertThat(EventJson.read(AT, EventJson.write(ended))).isEqualTo(ended);
    }
  }

  /** What older releases have written must stay readable. */
  @Test
  void readsWhatWasWrittenBefore() {
    assertThat(
            EventJson.read(
                AT,
                "{\"kind\":\"started\",\"group\":\"g\",\"attempt\":1,\"task\":\"t\",\"node\":\"n\"}"))
        .isEqualTo(new Event.Started(AT, "g", 1, "t", "n"));
    assertThat(
            EventJson.read(
                AT,
                "{\"kind\":\"ended\",\"group\":\"g\",\"attempt\":1,\"task\":\"t\","
                    + "\"cause\":\"EXITED\",\"exitCode\":3,\"message\":\"\"}"))
        .isEqualTo(new Event.Ended(AT, "g", 1, "t", Cause.EXITED, 3, Optional.empty(), ""));
    assertThatThrownBy(() -> EventJson.read(AT, "{\"kind\":\"migrated\"}"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer Sesamo");
  }

  @Test
  void linesForPeopleComeBackAsTheyWere() {
    List<EventRow> told =
        List.of(
            new EventRow("w-1", AT, Optional.of("t"), 2, "RUNNING", "on \"node\""),
            new EventRow("w-1", AT, Optional.empty(), 0, "RUNNING", ""));
    assertThat(EventJson.readTold("w-1", AT, EventJson.writeTold(told))).isEqualTo(told);
  }
}
