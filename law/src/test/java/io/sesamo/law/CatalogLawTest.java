package io.sesamo.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code catalog/law-tests}. */
class CatalogLawTest {

  private static final Path FOLDER = Path.of("../catalog/law-tests");

  @TestFactory
  Stream<DynamicTest> everyCaseIsJudgedAsItsSourceSays() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        LawTest.File read = LawTest.read(file.toString(), Files.readString(file), Books.OURS);
        assertThat(read.problems()).isEmpty();
        for (LawTest test : read.tests()) {
          tests.add(
              dynamicTest(
                  test.name(), () -> assertThat(test.run(Books.OURS)).as(test.name()).isEmpty()));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(120);
    return tests.stream();
  }
}
