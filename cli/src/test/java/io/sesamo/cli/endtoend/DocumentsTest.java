package io.sesamo.cli.endtoend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.endtoend.Sesamo.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documents are tried: what stands in their blocks of {@code sh} is run, in the order in which
 * it is read, in an empty home.
 */
class DocumentsTest {

  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  @TempDir Path folder;
  private Sesamo sesamo = new Sesamo(Path.of("/"));

  @BeforeEach
  void open() throws IOException {
    sesamo = new Sesamo(folder.resolve("home"));
    for (String name : List.of("sesamo", "examples", "catalog")) {
      Files.createSymbolicLink(folder.resolve(name), Checkout.folder().resolve(name));
    }
  }

  @AfterEach
  void close() throws Exception {
    sesamo.stop();
  }

  /** The first command of the README is the product's main job: a robot arm learns to reach. */
  @Test
  void theReadmeHoldsTrue() throws Exception {
    Result run =
        runDocuments(
            "README.md",
            "examples/reach/README.md",
            "examples/world/README.md",
            "docs/placement.md");
    assertThat(run.output())
        .contains("reach-1 COMPLETED", "success rate", "median error", "hello-1 COMPLETED")
        .contains("reach-2 COMPLETED")
        .contains("world-1 COMPLETED", "emulated", "eu-gdpr-v", "planned-nl")
        .containsPattern("Report +" + sesamo.home() + "/outputs/reach-1/report/report.html");
    assertThat(folder.resolve("my-results/write/greeting.txt")).hasContent("Hello, world!");

    Path got = folder.resolve("got");
    Result outputs = sesamo.run("outputs", "reach-1", "--get", got.toString());
    assertThat(outputs.exitCode()).as(outputs.all()).isZero();
    assertThat(got.resolve("train/policy.onnx")).isNotEmptyFile();
    assertThat(Files.readString(got.resolve("report/report.html")))
        .contains("<svg", "data:image/webp;base64,");
  }

  @Test
  void theUserGuideHoldsTrue() throws Exception {
    assertThat(runDocuments("docs/user-guide.md").output())
        .contains("curve-1 COMPLETED", "hello, listener", "Cancelling wait-1");
    assertThat(folder.resolve("results/count/lines")).hasContent("250");
  }

  /** An operator and a user share this machine, so the user has contexts of his own. */
  @Test
  void theTeamsGuideHoldsTrue() throws Exception {
    assertThat(runDocuments("docs/teams.md").output())
        .contains("robots", "hello-1 COMPLETED", "with an access token", "Fetched and checked");
    assertThat(folder.resolve("results/write/greeting.txt")).hasContent("Hello, Ada!");
  }

  @Test
  void theOperatorGuideHoldsTrue() throws Exception {
    assertThat(runDocuments("docs/operator-guide.md").output()).contains("http://127.0.0.1:");
  }

  @Test
  void theCatalogueGuideHoldsTrue() throws Exception {
    assertThat(runDocuments("docs/catalog.md").output())
        .contains("OK: 40 accelerators", "pue: 1.25 → 1.18", "added     nvidia-h20 contract");
  }

  @Test
  void theLawGuideHoldsTrue() throws Exception {
    assertThat(runDocuments("docs/law.md").output())
        .contains("LICENCE  NVIDIA H200", "Pictures from the lab may not go to Frankfurt")
        .contains("OK: 1 case, all as expected.");
  }

  @Test
  void theExamplesPageHoldsTrue() throws Exception {
    assertThat(runDocuments("examples/README.md").output()).contains("hello-1 COMPLETED");
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Checkout.folder())) {
      for (Path page : files.filter(DocumentsTest::isPage).toList()) {
        for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
          if (!Files.exists(page.resolveSibling(link.group(1)))) {
            dead.add(page + ": " + link.group(1));
          }
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static boolean isPage(Path file) {
    String path = file.toString();
    return path.endsWith(".md") && !path.contains("/target/") && !path.contains("/.git/");
  }

  /** Runs each block of the documents, and what stands in both only once: it takes minutes. */
  private Result runDocuments(String... names) throws IOException, InterruptedException {
    List<String> blocks = new ArrayList<>();
    for (String name : names) {
      String text = Files.readString(Checkout.folder().resolve(name));
      COMMANDS.matcher(text).results().map(block -> block.group(1)).forEach(blocks::add);
    }
    assertThat(blocks).isNotEmpty();
    Result result = sesamo.script(folder, blocks.stream().distinct().collect(joining("\n")));
    assertThat(result.exitCode()).as(result.all()).isZero();
    return result;
  }
}
