package io.sesamo.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    System.out.println(String.join("\n", result.table()));
    assertThat(result.table().stream().filter(line -> !line.startsWith("probes")))
        .allMatch(line ->
            line.contains("only here 0, accepted only here 0")
                || line.matches("\\S+ +[A-Za-z ]+ +([0-9]+) of +\\1 equal"));
    assertThat(result.table())
        .anyMatch(line -> line.matches("probes +verdict +51[5-9] of 538 equal"))
        .anyMatch(line -> line.startsWith("probes") && line.endsWith("accepted only here 0"));
  }

  @Test
  void everyDifferenceIsTold() throws IOException {
    probe("001-same", "workflow: {name: a, tasks: [{name: t, image: i, command: [x]}]}", true);
    probe("002-stricter", "workflow: {name: a, tasks: []}", true);
    probe("003-looser", "workflow: {name: a, tasks: [{name: t, image: i, command: [x]}]}", false);

    Conformance.Result result = Conformance.compare(folder);

    assertThat(result.differences())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("002-stricter stricter: 002-stricter.yaml"))
        .anyMatch(line -> line.startsWith("003-looser looser: "));
    assertThat(result.table())
        .contains(
            "probes    verdict            1 of   3 equal",
            "probes    refused only here 1, accepted only here 1");
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
