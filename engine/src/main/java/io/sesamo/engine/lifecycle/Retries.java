package io.sesamo.engine.lifecycle;

import io.sesamo.engine.lifecycle.RetryPolicy.Reason;

/** How often a group has been tried again, for each reason: each has a limit of its own. */
public record Retries(int infrastructure, int asked, int failures) {

  public static final Retries NONE = new Retries(0, 0, 0);

  /** How often for this reason. */
  public int count(Reason reason) {
    return switch (reason) {
      case INFRASTRUCTURE -> infrastructure;
      case ASKED -> asked;
      case FAILURE -> failures;
    };
  }

  Retries plus(Reason reason) {
    return switch (reason) {
      case INFRASTRUCTURE -> new Retries(infrastructure + 1, asked, failures);
      case ASKED -> new Retries(infrastructure, asked + 1, failures);
      case FAILURE -> new Retries(infrastructure, asked, failures + 1);
    };
  }
}
