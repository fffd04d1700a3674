package io.sesamo.engine.lifecycle;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ran;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.placement.Placement;
import io.sesamo.placement.Placement.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Examples of events. */
public final class Events {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.000001Z");

  private Events() {}

  /** One event of each kind; {@link #name} does not compile without a new one. */
  public static List<Event> oneOfEachKind() {
    return List.of(
        new Event.Submitted(AT),
        new Event.Placed(
            AT,
            "g",
            new Placement("default", Map.of("t", new Slot("node", List.of(1, 3)))),
            "sa-east-1",
            true),
        new Event.Queued(AT, "g", "no room"),
        new Event.Unplaceable(AT, "g", "too big"),
        new Event.Forbidden(AT, "g", "needs a licence"),
        new Event.Moved(AT, "g", "moved: site x is drained", Duration.ofSeconds(10)),
        new Event.Preparing(AT, "g", 0, "t", "copies inputs"),
        new Event.Started(AT, "g", 0, "t", "node"),
        new Event.Storing(AT, "g", 0, "t"),
        new Event.Ended(
            AT,
            "g",
            0,
            "t",
            Cause.EXITED,
            0,
            Optional.of(new ManifestId("0".repeat(64))),
            "a \"word\"\n",
            Optional.of(new Ran(AT.minusSeconds(1), true))),
        new Event.CancelRequested(AT, "ada", "wrong seed", Duration.ofMillis(1500)),
        new Event.TimePassed(AT));
  }

  /** The kind of an event. */
  public static String name(Event event) {
    return switch (event) {
      case Event.Submitted e -> "Submitted";
      case Event.Placed e -> "Placed";
      case Event.Queued e -> "Queued";
      case Event.Unplaceable e -> "Unplaceable";
      case Event.Forbidden e -> "Forbidden";
      case Event.Moved e -> "Moved";
      case Event.Preparing e -> "Preparing";
      case Event.Started e -> "Started";
      case Event.Storing e -> "Storing";
      case Event.Ended e -> "Ended";
      case Event.CancelRequested e -> "CancelRequested";
      case Event.TimePassed e -> "TimePassed";
    };
  }
}
