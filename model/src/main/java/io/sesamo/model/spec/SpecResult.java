package io.sesamo.model.spec;

import io.sesamo.model.Problem;
import java.util.List;

/** What reading a spec gave. */
public sealed interface SpecResult {

  /**
   * The spec can be run.
   *
   * @param spec ready to submit
   * @param rendered the {@code workflow:} section after templates, as YAML
   * @param warnings what the author should know all the same
   */
  record Accepted(WorkflowSpec spec, String rendered, List<Problem> warnings)
      implements SpecResult {}

  /** Every problem that was found, errors and warnings, in file order; at least one error. */
  record Refused(List<Problem> problems) implements SpecResult {}
}
