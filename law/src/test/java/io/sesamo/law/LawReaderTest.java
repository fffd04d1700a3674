package io.sesamo.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import io.sesamo.model.catalog.CatalogFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LawReaderTest {

  private static final String RULE =
      """
        - id: house-rule
          jurisdiction: FR
          authority: our board
          title: No chips to Riyadh
          citation: minutes of 3 May
          source: minutes
          confidence: high
          actions: [supply]
          status: in force
          inForce: [{from: 2026-01-01}]
          cases:
            - when: site.id == 'me-central-1'
              effect: deny
              sentence: The board has said no.
      """;

  @TempDir Path folder;
  private Path rules = Path.of("/");

  @BeforeEach
  void rules() throws IOException {
    rules = Files.createDirectory(folder.resolve("rules"));
  }

  private String problems() {
    List<CatalogFolder> folders =
        List.of(new CatalogFolder.Shipped(), new CatalogFolder.Own(folder));
    List<Problem> problems =
        switch (LawReader.read(folders)) {
          case LawReader.Result.Accepted accepted -> accepted.warnings();
          case LawReader.Result.Refused refused -> refused.problems();
        };
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void anIdInTwoFilesOfOneFolderIsToldWithBothPlaces() throws IOException {
    Path first = Files.writeString(rules.resolve("a.yaml"), "rules:\n" + RULE);
    Path second = Files.writeString(rules.resolve("b.yaml"), "rules:\n\n" + RULE);
    assertThat(problems())
        .contains(second + ":3:", "error", "house-rule stands at " + first + ":2", "already");
  }

  @Test
  void nothingThatLiesAmongTheRulesIsLeftOutWithoutAWord() throws IOException {
    Files.writeString(rules.resolve("good.yaml"), "rules:\n" + RULE);
    Path note = Files.writeString(rules.resolve("good.yaml.old"), "rules: []");
    Path lock = Files.createSymbolicLink(rules.resolve(".#good.yaml"), Path.of("nobody@host"));
    assertThat(problems()).contains(note + ": warning", lock + ": warning").doesNotContain("error");

    Path shouted = Files.writeString(rules.resolve("LOUD.YAML"), "rules: []");
    Path deeper = Files.createDirectory(rules.resolve("more"));
    Path file = Files.createDirectory(rules.resolve("dir.yaml"));
    Path dangling = Files.createSymbolicLink(rules.resolve("gone.yaml"), Path.of("nowhere"));
    Path loop = Files.createSymbolicLink(rules.resolve("loop.yml"), Path.of("loop.yml"));
    for (Path bad : List.of(shouted, deeper, file, dangling, loop)) {
      assertThat(problems()).contains(bad + ": error");
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsTold() throws IOException {
    Files.delete(rules);
    Files.writeString(rules, "rules: []");
    assertThat(problems()).contains(rules + ": error: This is not a folder");
    Files.delete(rules);
    Files.createSymbolicLink(rules, Path.of("nowhere"));
    assertThat(problems()).contains(rules + ": error: This is not a folder");
    Files.delete(rules);
    assertThat(problems()).isEmpty();
  }

  @Test
  void moreRulesThanMayBeAreRefusedOverAllFiles() throws IOException {
    for (String name : List.of("a", "b")) {
      String many =
          IntStream.range(0, 2_600)
              .mapToObj(i -> RULE.replace("house-rule", name + "-" + i))
              .collect(Collectors.joining());
      Files.writeString(rules.resolve(name + ".yaml"), "rules:\n" + many);
    }
    assertThat(problems()).contains("b.yaml", "at most 5,000 over all files");
  }

  @Test
  void moreBytesThanMayBeAreRefusedOverAllFiles() throws IOException {
    for (String name : List.of("a.yaml", "b.yaml")) {
      Files.writeString(
          rules.resolve(name), "rules: []\n" + ("#".repeat(99) + "\n").repeat(22_000));
    }
    assertThat(problems()).contains(rules + ": error", "more than 4 MiB");
  }
}
