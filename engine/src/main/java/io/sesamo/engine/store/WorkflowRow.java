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
 * @param intake what it was taken in as
 */
public record WorkflowRow(Intake intake, WorkflowState state) {

  /**
   * What never changes of a workflow once it was taken in.
   *
   * @param pool that it must run in; empty: placement chooses one for each group
   * @param labels of spec and submission together
   * @param warnings what its author was told
   * @param template the text as its author wrote it
   * @param ancestry what it was made of
   */
  public record Intake(
      UUID uuid,
      String submittedBy,
      Optional<String> pool,
      Priority priority,
      Map<String, String> labels,
      List<String> warnings,
      WorkflowSpec spec,
      String template,
      Ancestry ancestry,
      Instant submitTime) {

    public Intake {
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

    private Intake warned(List<String> words) {
      return new Intake(
          uuid, submittedBy, pool, priority, labels, words, spec, template, ancestry, submitTime);
    }
  }

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
        new Intake(
            uuid,
            submittedBy,
            pool,
            priority,
            labels,
            warnings,
            spec,
            template,
            Ancestry.NONE,
            submitTime),
        state);
  }

  public String id() {
    return state.id();
  }

  public UUID uuid() {
    return intake.uuid();
  }

  public String submittedBy() {
    return intake.submittedBy();
  }

  public Optional<String> pool() {
    return intake.pool();
  }

  public Priority priority() {
    return intake.priority();
  }

  public Map<String, String> labels() {
    return intake.labels();
  }

  public List<String> warnings() {
    return intake.warnings();
  }

  public WorkflowSpec spec() {
    return intake.spec();
  }

  public String template() {
    return intake.template();
  }

  public Ancestry ancestry() {
    return intake.ancestry();
  }

  public Instant submitTime() {
    return intake.submitTime();
  }

  /** For whom it runs; empty: for the operator himself. */
  public String tenant() {
    return spec().sesamo().tenant().orElse("");
  }

  /** The same workflow, just taken in, under its id. */
  public WorkflowRow withId(String id) {
    return with(WorkflowState.submitted(id, spec()));
  }

  /** The same workflow with these warnings, each once. */
  public WorkflowRow warned(List<String> words) {
    return new WorkflowRow(intake.warned(words.stream().distinct().toList()), state);
  }

  /** The same workflow in another state. */
  public WorkflowRow with(WorkflowState newState) {
    return new WorkflowRow(intake, newState);
  }
}
