package io.sesamo.engine.view;

import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.model.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One attempt of a task as it stands.
 *
 * @param attempt 0 for the first try
 * @param message what it is doing while it is made ready, or why it failed
 * @param node where it runs or ran
 * @param storingTime when its command had ended and its output began to be stored
 * @param output its stored output
 * @param asked what its author asks for; nothing where he leaves it to the pool
 * @param kpis paths of its key-figure files in the output
 */
public record TaskView(
    String name,
    UUID uuid,
    int attempt,
    boolean lead,
    TaskStatus status,
    Optional<Integer> exitCode,
    String message,
    Optional<String> node,
    Optional<Instant> schedulingTime,
    Optional<Instant> initializingTime,
    Optional<Instant> startTime,
    Optional<Instant> storingTime,
    Optional<Instant> endTime,
    Optional<ManifestId> output,
    Resources asked,
    List<String> kpis) {

  public TaskView {
    kpis = List.copyOf(kpis);
  }
}
