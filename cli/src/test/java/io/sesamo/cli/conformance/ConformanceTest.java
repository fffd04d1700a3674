package io.sesamo.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceTest {

  @TempDir Path folder;

  /** OSMO's answers to its public specs are third-party data that lie beside a checkout. */
  @Test
  void specsAreReadAsByOsmo() {
    Path corpus = Path.of("../../shared/data/osmo");
    assumeThat(corpus.resolve("cookbook"))
        .as("OSMO's public specs are not in ../shared/data/osmo: not compared with them")
        .isDirectory();

    Conformance.Result result = Conformance.compare(corpus);

    List<String> rows = result.rows().stream().map(row -> String.join(" ", row)).toList();
    System.out.println(String.join("\n", rows));
    assertThat(result.differences())
        .allSatisfy(line -> assertThat(line).contains(" is refused on purpose: "));
    assertThat(result.asMeant()).isTrue();
    assertThat(rows.getFirst()).startsWith("specs 54/54 54/54 54/54 54/54 54/54 54/54");
    assertThat(rows.get(1)).startsWith("variants 27/27 27/27");
    assertThat(rows.get(2)).endsWith(" 25 0 0");
    assertThat(rows.get(3)).startsWith("token cases").contains("82/82");
  }

  @Test
  void everyDifferenceIsTold() throws IOException {
    probe("001-same", "workflow: {name: a, tasks: [{name: t, image: i, command: [x]}]}", true);
    probe("002-stricter", "workflow: {name: a, tasks: []}", true);
    probe("003-looser", "workflow: {name: a, tasks: [{name: t, image: i, command: [x]}]}", false);

    Path alone = folder.resolve("probes/004-alone.json");
    Files.writeString(alone, "{\"set\": [], \"spec_accept\": true}");

    Conformance.Result result = Conformance.compare(folder);

    assertThat(result.differences())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("004-alone is not compared: there is no "))
        .anyMatch(line -> line.startsWith("002-stricter is refused: 002-stricter.yaml"))
        .anyMatch(line -> line.startsWith("003-looser is accepted only here"));
    assertThat(result.asMeant()).isFalse();
    assertThat(result.rows().getFirst())
        .containsExactly("probes", "1/3", "", "", "", "", "", "", "0", "1", "1");
  }

  private void probe(String name, String spec, boolean accepted) throws IOException {
    Path probes = Files.createDirectories(folder.resolve("probes"));
    Files.writeString(probes.resolve(name + ".yaml"), spec);
    Files.writeString(
        probes.resolve(name + ".json"), "{\"set\": [], \"spec_accept\": " + accepted + "}");
  }

  @Test
  void aFolderWithoutAnswersIsTurnedDown() {
    assertThatThrownBy(() -> Conformance.compare(folder))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("holds no answers");
  }
}
