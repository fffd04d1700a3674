package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
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

  /** For networks of groups; the tests of a user who is not root can do without in any case. */
  static void networks(Path trial) throws InterruptedException {
    sandbox();
    Assumptions.assumeTrue(Limits.isRoot(), "networks of groups take a server that root runs");
    try {
      NetworkKeeper.require(true, trial);
    } catch (IOException whyNot) {
      check(false, String.valueOf(whyNot.getMessage()));
    }
  }

  static void check(boolean there, String message) {
    if (!there && "true".equals(System.getenv("CI"))) {
      fail(message);
    }
    Assumptions.assumeTrue(there, message);
  }
}
