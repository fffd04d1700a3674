package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.Storable;
import io.sesamo.engine.lifecycle.WorkflowState;
import io.sesamo.engine.view.Ancestry;
import io.sesamo.model.spec.WorkflowSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A workflow with all that is stored of it.
 *
 * @param pool that it must run in; empty: placement chooses one for each group
 * @param labels of spec and submission together
 * @param warnings what its author was told
 * @param template the text as its author wrote it
 * @param ancestry what it was made of
 */
public record WorkflowRow(
    UUID uuid,
    String submittedBy,
    Optional<String> pool,
    Priority priority,
    Map<String, String> labels,
    List<String> warnings,
    WorkflowSpec spec,
    String template,
    Ancestry ancestry,
    Instant submitTime,
    WorkflowState state) {

  /** One that somebody wrote, of no app. */
  public WorkflowRow(
      UUID uuid,
      String submittedBy,
      Optional<String> pool,
      Priority priority,
      Map<String, String> labels,
      List<String> warnings,
      WorkflowSpec spec,
      String template,
      Instant submitTime,
      WorkflowState state) {
    this(
        uuid,
        submittedBy,
        pool,
        priority,
        labels,
        warnings,
        spec,
        template,
        Ancestry.NONE,
        submitTime,
        state);
  }

  public WorkflowRow {
    submittedBy = Storable.text(submittedBy);
    template = Storable.text(template);
    labels =
        labels.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    label -> Storable.text(label.getKey()),
                    label -> Storable.text(label.getValue()),
                    (first, second) -> second));
    submitTime = Storable.time(submitTime);
    warnings = List.copyOf(warnings);
  }

  public String id() {
    return state.id();
  }

  /** For whom it runs; empty: for the operator himself. */
  public String tenant() {
    return spec.sesamo().tenant().orElse("");
  }

  /** The same workflow, just taken in, under its id. */
  public WorkflowRow withId(String id) {
    return with(WorkflowState.submitted(id, spec));
  }

  /** The same workflow with these warnings, each once. */
  public WorkflowRow warned(List<String> words) {
    List<String> once = words.stream().distinct().toList();
    return new WorkflowRow(
        uuid,
        submittedBy,
        pool,
        priority,
        labels,
        once,
        spec,
        template,
        ancestry,
        submitTime,
        state);
  }

  /** The same workflow in another state. */
  public WorkflowRow with(WorkflowState newState) {
    return new WorkflowRow(
        uuid,
        submittedBy,
        pool,
        priority,
        labels,
        warnings,
        spec,
        template,
        ancestry,
        submitTime,
        newState);
  }
}
