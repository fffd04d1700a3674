package io.sesamo.model.yaml;

import io.sesamo.model.Problem;

/** A text is not YAML that can be used. */
public final class YamlException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  YamlException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** What is wrong, and where. */
  public Problem problem() {
    return problem;
  }
}
