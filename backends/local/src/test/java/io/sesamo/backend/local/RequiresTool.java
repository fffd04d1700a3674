package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Assumptions;

/** Skips a test where a tool is missing, except where everything must be tested. */
final class RequiresTool {

  private RequiresTool() {}

  static void check(boolean there, String message) {
    if (!there && "true".equals(System.getenv("CI"))) {
      fail(message);
    }
    Assumptions.assumeTrue(there, message);
  }
}
