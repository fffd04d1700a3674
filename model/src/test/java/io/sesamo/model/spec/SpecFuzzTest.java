package io.sesamo.model.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run; {@code bench/fuzz/run.sh} makes a long one. */
class SpecFuzzTest {

  @Test
  void everyChangedSpecIsAcceptedOrRefused() throws IOException {
    List<Path> folders = new ArrayList<>(List.of(Path.of("../examples")));
    Path corpus = Path.of("../../shared/data/osmo");
    if (Files.isDirectory(corpus)) {
      folders.add(corpus.resolve("cookbook"));
      folders.add(corpus.resolve("probes"));
    }
    SpecFuzz.Result result = SpecFuzz.of(folders).run(20_000, 1);
    assertThat(result.crashes()).as(String.join("\n", result.failures())).isZero();
    assertThat(result.accepted()).isPositive();
    assertThat(result.refused()).isPositive();
  }
}
