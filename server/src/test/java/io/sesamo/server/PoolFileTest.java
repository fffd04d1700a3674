package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.backend.local.LocalConfig;
import io.sesamo.backend.local.LocalConfig.Isolation;
import io.sesamo.backend.local.LocalConfig.OtherImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator says of his pool. */
class PoolFileTest {

  @TempDir private Path folder;

  @Test
  void everySettingIsRead() throws Exception {
    LocalConfig pool =
        read(
            """
            images: strict
            inputs: [/in]
            outputs: [/out]
            sandbox: required
            cores: 8
            processes: 900
            """);

    assertThat(pool.otherImages()).isEqualTo(OtherImages.STRICT);
    assertThat(pool.inputRoots()).containsExactly(Path.of("/in"));
    assertThat(pool.outputRoots()).containsExactly(Path.of("/out"));
    assertThat(pool.isolation()).isEqualTo(Isolation.REQUIRED);
    assertThat(pool.cores()).hasValue(8);
    assertThat(pool.processes()).isEqualTo(900);
  }

  @Test
  void withoutAWordThePoolIsTheUsualOne() throws Exception {
    assertThat(read("")).isEqualTo(LocalConfig.of(folder, Optional.empty()));
  }

  @Test
  void aMistakeIsToldWithItsPlace() {
    assertThatThrownBy(() -> read("sandbox: maybe\n"))
        .hasMessageContaining("pool.yaml:1:10")
        .hasMessageContaining("required, where-possible or none");
    assertThatThrownBy(() -> read("cores: 0\n")).hasMessageContaining("from 1 to");
    assertThatThrownBy(() -> read("cores: many\n")).hasMessageContaining("from 1 to");
    assertThatThrownBy(() -> read("kores: 1\n")).hasMessageContaining("has no field kores");
  }

  @Test
  void theServersOptionSaysTheSameWords() {
    assertThat(Options.parse(List.of("--sandbox", "required"), Map.of()).sandbox())
        .contains(Isolation.REQUIRED);
    assertThatThrownBy(() -> Options.parse(List.of("--sandbox", "maybe"), Map.of()))
        .hasMessageContaining("required, where-possible or none");
  }

  private LocalConfig read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("pool.yaml"), text);
    return PoolFile.read(file, LocalConfig.of(folder, Optional.empty()));
  }
}
