package io.sesamo.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LifecycleDocumentTest {

  /** With {@code -Drenew=true} it writes the page first. */
  @Test
  void thePageShowsTheTablesOfTheCode() throws IOException {
    Path page = checkout(Path.of("").toAbsolutePath()).resolve("docs/lifecycle.md");
    if (Boolean.getBoolean("renew")) {
      Files.writeString(page, LifecycleDocument.text());
    }
    assertThat(page)
        .as("docs/lifecycle.md is stale. Renew it: %s", LifecycleDocument.COMMAND)
        .hasContent(LifecycleDocument.text());
  }

  private static Path checkout(Path folder) {
    return Files.exists(folder.resolve("docs/architecture.md"))
        ? folder
        : checkout(Objects.requireNonNull(folder.getParent()));
  }
}
