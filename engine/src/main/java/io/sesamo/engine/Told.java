package io.sesamo.engine;

import io.sesamo.engine.backend.BackendEvent;
import io.sesamo.engine.lifecycle.Event;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a backend told, as the event of a workflow. */
record Told(String workflow, Event event) {

  /** Workflow, group and attempt, of which no name holds a dot. */
  private static final Pattern LAUNCH_ID = Pattern.compile("([^.]+)\\.([^.]+)\\.([0-9]{1,9})");

  /** Empty when it is about no launch that can be. */
  static Optional<Told> of(BackendEvent event) {
    Matcher launch = LAUNCH_ID.matcher(event.launchId());
    if (!launch.matches()) {
      return Optional.empty();
    }
    int attempt = Integer.parseInt(launch.group(3));
    return Optional.of(new Told(launch.group(1), translate(event, launch.group(2), attempt)));
  }

  private static Event translate(BackendEvent event, String group, int attempt) {
    return switch (event) {
      case BackendEvent.Preparing p ->
          new Event.Preparing(p.at(), group, attempt, p.task(), p.message());
      case BackendEvent.Started s -> new Event.Started(s.at(), group, attempt, s.task(), s.node());
      case BackendEvent.Storing s -> new Event.Storing(s.at(), group, attempt, s.task());
      case BackendEvent.Ended e ->
          new Event.Ended(
              e.at(),
              group,
              attempt,
              e.task(),
              e.cause(),
              e.exitCode(),
              e.output(),
              e.message(),
              e.ran());
    };
  }
}
