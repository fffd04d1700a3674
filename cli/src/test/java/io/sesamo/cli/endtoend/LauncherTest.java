package io.sesamo.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.endtoend.Sesamo.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the {@code sesamo} script does before Java runs, tried in a clone of its own. */
class LauncherTest {

  @TempDir Path folder;
  private Path clone = Path.of("/");
  private Sesamo sesamo = new Sesamo(Path.of("/"));

  @BeforeEach
  void copyTheScript() throws IOException {
    clone = Files.createDirectories(folder.resolve("a clone/sesamo"));
    Files.copy(Checkout.folder().resolve("sesamo"), clone.resolve("sesamo"));
    sesamo = new Sesamo(clone.resolve("sesamo"), folder.resolve("home"));
  }

  @Test
  void trainsAFastStartOnceAndThenRunsInTheUsersHome() throws Exception {
    Path built = Files.createDirectories(clone.resolve("target/dist"));
    Files.createFile(built.resolve("built"));
    Files.createSymbolicLink(
        built.resolve("lib"), Checkout.folder().resolve("target/dist/lib").toRealPath());
    Files.createDirectory(clone.resolve("examples"));
    Files.copy(
        Checkout.folder().resolve("examples/hello.yaml"), clone.resolve("examples/hello.yaml"));
    Map<String, String> elsewhere = Map.of("HOME", folder.resolve("nobody").toString());
    try {
      Result first = sesamo.run(elsewhere, "list", "--output", "json");
      assertThat(first.exitCode()).as(first.all()).isZero();
      assertThat(first.errors()).contains("preparing a fast start");
      assertThat(first.json().get("workflows")).isEmpty();
      assertThat(sesamo.home().resolve("server/server.json")).exists();
      assertThat(folder.resolve("nobody")).doesNotExist();
      assertThat(built.resolve("cli.aot")).isNotEmptyFile();
      assertThat(built.resolve("server.aot")).isNotEmptyFile();

      assertThat(sesamo.run(elsewhere, "list").errors()).doesNotContain("Building");
    } finally {
      sesamo.run(elsewhere, "server", "stop");
    }
  }

  @Test
  void saysWhatIsMissingWhenTheFirstBuildHasNoNetwork() throws Exception {
    for (String name : List.of("mvnw", ".mvn", "pom.xml")) {
      Files.createSymbolicLink(clone.resolve(name), Checkout.folder().resolve(name));
    }
    Result run =
        sesamo.run(
            Map.of(
                "MAVEN_USER_HOME",
                folder.resolve("maven").toString(),
                "MVNW_REPOURL",
                "http://127.0.0.1:9"),
            "list");
    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.errors()).contains("could not be downloaded", "needs a network");
    assertThat(clone.resolve("target/dist")).doesNotExist();
  }

  @Test
  void findsAJavaWithoutBeingTold() throws Exception {
    Result run = sesamo.run(Map.of("JAVA_HOME", "/nowhere"), "--print-jdk");
    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(Path.of(run.output().strip()).resolve("bin/javac")).isExecutable();
  }
}
