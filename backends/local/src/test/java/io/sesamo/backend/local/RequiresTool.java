package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Skips a test where a tool is missing, except where everything must be tested. */
final class RequiresTool {

  private RequiresTool() {}

  static void sandbox() throws InterruptedException {
    List<String> whyNot = new ArrayList<>();
    check(Bubblewrap.find(whyNot).isPresent(), String.join("; ", whyNot));
  }

  static void check(boolean there, String message) {
    if (!there && "true".equals(System.getenv("CI"))) {
      fail(message);
    }
    Assumptions.assumeTrue(there, message);
  }
}
