package io.sesamo.engine.view;

import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.placement.Explanation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a group is where it is, or what it waits for.
 *
 * @param attempt the current one, 0 for the first
 * @param at when that was decided; empty: nothing was yet
 * @param place where it is, or was
 * @param nodes of that place
 * @param explanation has no candidates where there was no choice
 * @param moves of earlier attempts, oldest first
 */
public record GroupExplanation(
    String group,
    int attempt,
    TaskStatus status,
    Optional<Instant> at,
    Optional<Place> place,
    List<String> nodes,
    Explanation explanation,
    List<Move> moves) {

  public GroupExplanation {
    nodes = List.copyOf(nodes);
    moves = List.copyOf(moves);
  }

  /** Why and when it had to leave a place. */
  public record Move(Instant at, String reason) {}
}
