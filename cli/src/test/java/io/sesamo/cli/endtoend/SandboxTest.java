package io.sesamo.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.endtoend.Sesamo.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine on which bubblewrap does not work. */
class SandboxTest {

  @TempDir private Path folder;

  @Test
  void noPoolIsOpenedWhereASandboxIsRequiredAndNoneWorks() throws Exception {
    Sesamo sesamo = new Sesamo(folder.resolve("home"));
    Map<String, String> environment = Map.of("PATH", brokenSandbox() + ":" + System.getenv("PATH"));

    Result refused = sesamo.run(environment, "server", "start", "--sandbox", "required");

    assertThat(refused.exitCode()).as(refused.all()).isEqualTo(4);
    assertThat(refused.errors())
        .contains("bubblewrap does not work here (no namespaces today)")
        .contains("Install the package bubblewrap")
        .doesNotContain("Exception");
    assertThat(sesamo.run("server", "status").output()).contains("No server runs");

    Result unknown = sesamo.run(environment, "server", "start", "--sandbox", "perhaps");
    assertThat(unknown.exitCode()).as(unknown.all()).isEqualTo(2);
    assertThat(unknown.errors()).contains("required, where-possible or none");
  }

  @Test
  void noPoolIsOpenedWhereGroupsAreToHaveNetworksAndCannot() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Sesamo sesamo = new Sesamo(home);
    Files.writeString(home.resolve("pool.yaml"), "network: group\n");
    Map<String, String> environment = Map.of("PATH", brokenSandbox() + ":" + System.getenv("PATH"));

    Result refused = sesamo.run(environment, "server", "start");

    assertThat(refused.exitCode()).as(refused.all()).isEqualTo(4);
    assertThat(refused.errors())
        .contains("network: group in pool.yaml", "network: machine")
        .doesNotContain("Exception");
  }

  @Test
  void aFileThatIsWrongIsSaidToBe() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path file = Files.writeString(home.resolve("pool.yaml"), "cores: many\n");
    Sesamo sesamo = new Sesamo(home);

    for (String command : List.of("server start", "server start --foreground", "list")) {
      Result wrong = sesamo.run(command.split(" "));
      assertThat(wrong.exitCode()).as(wrong.all()).isEqualTo(2);
      assertThat(wrong.errors()).contains(file + ":1:").doesNotContain("Exception");
    }
  }

  private Path brokenSandbox() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Path bubblewrap =
        Files.writeString(
            programs.resolve("bwrap"), "#!/bin/sh\necho no namespaces today >&2\nexit 1\n");
    Files.setPosixFilePermissions(bubblewrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    return programs;
  }
}
