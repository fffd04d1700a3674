package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.backend.local.LocalConfig;
import io.sesamo.backend.local.LocalConfig.Isolation;
import io.sesamo.backend.local.LocalConfig.Network;
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
    PoolFile file =
        read(
            """
            images: strict
            inputs: [/in]
            outputs: [/out]
            sandbox: required
            network: group
            cores: 8
            processes: 900
            log: 1.5Gi
            tasks: 10000
            """);
    LocalConfig pool = file.config();

    assertThat(pool.otherImages()).isEqualTo(OtherImages.STRICT);
    assertThat(pool.inputRoots()).containsExactly(Path.of("/in"));
    assertThat(pool.outputRoots()).containsExactly(Path.of("/out"));
    assertThat(pool.isolation()).isEqualTo(Isolation.REQUIRED);
    assertThat(pool.network()).isEqualTo(Network.GROUP);
    assertThat(pool.cores()).hasValue(8);
    assertThat(pool.processes()).isEqualTo(900);
    assertThat(pool.logBytes()).isEqualTo(3L << 29);
    assertThat(file.mostTasks()).isEqualTo(10_000);
  }

  @Test
  void withoutAWordThePoolIsTheUsualOne() throws Exception {
    PoolFile usual = new PoolFile(LocalConfig.of(folder, Optional.empty()), 20, List.of());

    assertThat(read("")).isEqualTo(usual);
    assertThat(read("{}")).isEqualTo(usual);
    assertThat(PoolFile.read(folder.resolve("none"), usual.config())).isEqualTo(usual);
  }

  @Test
  void aMistakeIsToldWithItsPlace() throws Exception {
    assertThatThrownBy(() -> read("sandbox: maybe\n"))
        .hasMessageContaining("pool.yaml:1:10")
        .hasMessageContaining("required, where-possible or none");
    assertThatThrownBy(() -> read("cores: 1\nnetwork: none\n"))
        .hasMessageContaining("pool.yaml:2:10")
        .hasMessageContaining("network: machine or network: group");
    assertThatThrownBy(() -> read("network: [group]\n")).hasMessageContaining("pool.yaml:1:10");
    assertThat(read("network: machine\n").config().network()).isEqualTo(Network.MACHINE);
    assertThatThrownBy(() -> read("cores: 0\n")).hasMessageContaining("from 1 to");
    assertThatThrownBy(() -> read("cores: many\n")).hasMessageContaining("from 1 to");
    assertThatThrownBy(() -> read("tasks: 10001\n"))
        .hasMessageContaining("pool.yaml:1:8")
        .hasMessageContaining("tasks: a whole number from 1 to 10000");
    assertThatThrownBy(() -> read("log: 1Ki\n")).hasMessageContaining("log: a size of at least");
    assertThatThrownBy(() -> read("log: [1Gi]\n")).hasMessageContaining("pool.yaml:1:6");
    assertThatThrownBy(() -> read("kores: 1\n")).hasMessageContaining("has no field kores");
  }

  @Test
  void theServersOptionSaysTheSameWords() {
    assertThat(Options.parse(List.of("--sandbox", "required"), Map.of()).sandbox())
        .contains(Isolation.REQUIRED);
    assertThatThrownBy(() -> Options.parse(List.of("--sandbox", "maybe"), Map.of()))
        .hasMessageContaining("required, where-possible or none");
  }

  private PoolFile read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("pool.yaml"), text);
    return PoolFile.read(file, LocalConfig.of(folder, Optional.empty()));
  }
}
