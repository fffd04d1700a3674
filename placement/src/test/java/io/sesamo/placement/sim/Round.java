package io.sesamo.placement.sim;

import io.sesamo.placement.Decision;
import io.sesamo.placement.FleetState;
import io.sesamo.placement.GroupRequest;
import io.sesamo.placement.Placer;
import java.time.Instant;
import java.util.List;

/** One call of a placer: what it was asked, and what it answered. */
public record Round(
    Placer placer,
    List<GroupRequest> queue,
    FleetState fleet,
    Instant now,
    List<Decision> decisions) {

  public Round {
    queue = List.copyOf(queue);
    decisions = List.copyOf(decisions);
  }

  /** Asks. */
  public static Round of(Placer placer, List<GroupRequest> queue, FleetState fleet, Instant now) {
    return new Round(placer, queue, fleet, now, placer.decide(queue, fleet, now));
  }

  boolean placed(String group) {
    return decisions.stream()
        .anyMatch(
            decision -> decision instanceof Decision.Placed && decision.group().id().equals(group));
  }

  /** For people: a line for each decision. */
  String brief() {
    StringBuilder lines = new StringBuilder();
    for (Decision decision : decisions) {
      GroupRequest group = decision.group();
      lines
          .append("\n    ")
          .append(group.id())
          .append(" of ")
          .append(group.tenant())
          .append(", priority ")
          .append(group.priority())
          .append(", ")
          .append(group.tasks().size())
          .append(" x ")
          .append(group.tasks().getFirst().amount())
          .append(": ")
          .append(decision.getClass().getSimpleName())
          .append(", ")
          .append(decision.explanation().lead());
    }
    return lines.toString();
  }

  /** Is told of every call. */
  public interface Watcher {
    void decided(Round round);
  }
}
