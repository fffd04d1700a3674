package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sesamo.cli.background.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts for completion, in the shells themselves. */
class CompletionTest {

  @TempDir Path folder;

  private Path script(String shell) throws IOException {
    CliRun run = CliRun.of(new Home(folder.resolve("home")), "completion", shell);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    return Files.writeString(folder.resolve("completion." + shell), run.output());
  }

  private static boolean there(String shell) {
    return List.of("/bin/", "/usr/bin/", "/usr/local/bin/").stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder + shell)));
  }

  private List<String> run(String... words) throws Exception {
    Path answer = folder.resolve("answer");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(answer.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(answer)).isZero();
    return Files.readAllLines(answer);
  }

  private List<String> bash(String... typed) throws Exception {
    String words = String.join(" ", typed);
    String program =
        """
        source %s
        compopt() { :; } # it only works while the shell itself completes
        COMP_WORDS=(sesamo %s)
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _complete_sesamo
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script("bash"), words);
    return run("bash", "-c", program);
  }

  @Test
  void bashCompletesCommandsOptionsAndTheirValues() throws Exception {
    assumeThat(there("bash")).as("bash is installed").isTrue();
    assertThat(bash("stat")).containsExactly("status");
    assertThat(bash("law", "cle")).containsExactly("clear", "clearances");
    assertThat(bash("run", "--set-")).containsExactlyInAnyOrder("--set-string", "--set-env");
    assertThat(bash("list", "--output", "y")).containsExactly("yaml");
  }

  @Test
  void zshTakesTheScript() throws Exception {
    assumeThat(there("zsh")).as("zsh is installed").isTrue();
    String program =
        """
        autoload -Uz compinit && compinit -u -d %s/dump
        source %s
        print -r -- "$_comps[sesamo]"
        """
            .formatted(folder, script("zsh"));
    assertThat(run("zsh", "-f", "-c", program)).anyMatch(line -> line.contains("_complete_sesamo"));
  }

  private List<String> fish(String typed) throws Exception {
    return run(
            "fish",
            "--no-config",
            "-c",
            "source " + script("fish") + "; complete -C '" + typed + "'")
        .stream()
        .map(line -> line.replaceFirst("\t.*", ""))
        .toList();
  }

  @Test
  void fishCompletesCommandsOptionsAndTheirValues() throws Exception {
    assumeThat(there("fish")).as("fish is installed").isTrue();
    assertThat(fish("sesamo stat")).containsExactly("status");
    assertThat(fish("sesamo law cle")).containsExactlyInAnyOrder("clear", "clearances");
    assertThat(fish("sesamo --context team law cle")).hasSize(2);
    assertThat(fish("sesamo run --set-")).containsExactlyInAnyOrder("--set-string", "--set-env");
    assertThat(fish("sesamo list --output ")).containsExactlyInAnyOrder("table", "json", "yaml");
    assertThat(fish("sesamo status list")).doesNotContain("list");
    Files.writeString(folder.resolve("train.yaml"), "");
    assertThat(fish("sesamo run " + folder + "/tr")).contains(folder + "/train.yaml");
  }
}
