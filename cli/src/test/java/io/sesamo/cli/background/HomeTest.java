package io.sesamo.cli.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {

  @Test
  void isWhereThePersonSaysElseInHisDataFolder() {
    assertThat(home(Map.of())).isEqualTo(Path.of("/passwd/.local/share/sesamo"));
    assertThat(home(Map.of("HOME", "/ada"))).isEqualTo(Path.of("/ada/.local/share/sesamo"));
    assertThat(home(Map.of("HOME", "/ada", "XDG_DATA_HOME", "/data")))
        .isEqualTo(Path.of("/data/sesamo"));
    assertThat(home(Map.of("HOME", "/ada", "SESAMO_HOME", "/big/disk")))
        .isEqualTo(Path.of("/big/disk"));
  }

  private static Path home(Map<String, String> environment) {
    return Home.of(environment, "/passwd").folder();
  }
}
