package io.sesamo.engine.view;

import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A group as it stands.
 *
 * @param message why it waits or why it failed; empty when there is nothing to say
 * @param place where its current attempt is, or was
 * @param upstream groups whose outputs it takes
 * @param remainingUpstream those of them that have not completed
 * @param downstream groups that take its outputs
 * @param schedulingTime when it was ready and entered the queue
 * @param initializingTime when it was placed
 * @param tasks every attempt of every task: tasks in file order, attempts upwards
 */
public record GroupView(
    String name,
    TaskStatus status,
    String message,
    Optional<Place> place,
    List<String> upstream,
    List<String> remainingUpstream,
    List<String> downstream,
    Optional<Instant> schedulingTime,
    Optional<Instant> initializingTime,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    List<TaskView> tasks) {

  public GroupView {
    upstream = List.copyOf(upstream);
    remainingUpstream = List.copyOf(remainingUpstream);
    downstream = List.copyOf(downstream);
    tasks = List.copyOf(tasks);
  }
}
