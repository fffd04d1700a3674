package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.backend.local.LocalConfig.ImageRule;
import io.sesamo.backend.local.LocalConfig.OtherImages;
import io.sesamo.backend.local.LocalConfig.RuntimeKind;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.model.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parts of the backend that decide by themselves. */
class PartsTest {

  private final Path temp;

  PartsTest(@TempDir Path temp) throws Exception {
    this.temp = temp.toRealPath();
  }

  @Test
  void ordersSurviveBeingWrittenDown() throws Exception {
    ManifestId manifest = new ManifestId("a".repeat(64));
    Launch launch =
        Specs.launch(
            true,
            2,
            Specs.task("a").input("up", manifest, ".*").input("file:///x", "").kpi("k.json"),
            Specs.task("b").file("/tmp/x", "text\n").environment(Map.of("A", "ü")));
    assertThat(LaunchJson.readLaunch(LaunchJson.write(launch), temp)).isEqualTo(launch);

    Ended ended =
        new Ended("w.g.0", "a", Instant.now(), Cause.LOST, 3001, Optional.of(manifest), "gone");
    assertThat(LaunchJson.readEnded(LaunchJson.write(ended), temp)).isEqualTo(ended);
  }

  /** What older releases have written must stay readable: it says nothing of places. */
  @Test
  void ordersOfOlderReleasesAreRead() throws Exception {
    Launch launch = Specs.launch(0, Specs.task("a"));
    String json = new String(LaunchJson.write(launch), StandardCharsets.UTF_8);
    String old =
        json.replaceAll("\"place\":\\{[^}]*},", "")
            .replaceAll("\"(platform|accelerator)\":\"[a-z]*\",", "");
    assertThat(old).doesNotContain("place\"").doesNotContain("accelerator\":");

    Launch read = LaunchJson.readLaunch(old.getBytes(StandardCharsets.UTF_8), temp);

    assertThat(read.place()).isEqualTo(new Launch.Place("", "", false));
    assertThat(read.tasks().getFirst().node()).isEqualTo("node");
  }

  @Test
  void referencesAreExpandedAsKubernetesDoes() {
    Map<String, String> variables = Map.of("A", "1", "B", "$(A)");

    assertThat(Environment.expand("$(A) $(B) $$(A) $(C) $A", variables))
        .isEqualTo("1 $(A) $(A) $(C) $A");
  }

  @Test
  void aFilterFitsFromTheBeginning() throws Exception {
    InstantSource clock = InstantSource.system();

    assertThat(new NameFilter("", clock).picks("any/thing")).isTrue();
    assertThat(new NameFilter("model", clock).picks("model/weights")).isTrue();
    assertThat(new NameFilter("weights", clock).picks("model/weights")).isFalse();
    assertThat(new NameFilter("(?P<step>\\d+)$", clock).picks("123")).isTrue();
    assertThatThrownBy(() -> new NameFilter("(", clock))
        .hasMessageStartingWith("The regex '(' is not a regular expression");
  }

  @Test
  @Timeout(10)
  void aFilterThatNeverEndsIsBrokenOff() throws Exception {
    NameFilter endless = new NameFilter("(a*)*(b*)*(a|b|ab)*c", InstantSource.system());

    assertThatThrownBy(() -> endless.picks("ab".repeat(4000)))
        .hasMessageContaining("takes too long");
  }

  @Test
  void imagesAreRunByTheFirstRuleThatFits() {
    ContainerEngine engine = new ContainerEngine(Path.of("/usr/bin/podman"), true);
    List<ImageRule> rules = LocalConfig.of(temp, Optional.empty()).images();
    Images lenient = new Images(rules, OtherImages.ON_THIS_SYSTEM, Optional.empty(), true);
    Images strict = new Images(rules, OtherImages.STRICT, Optional.empty(), true);
    Images containers = new Images(rules, OtherImages.STRICT, Optional.of(engine), false);

    assertThat(lenient.kindOf("sesamo/physical-ai:0.1")).isEqualTo(RuntimeKind.PHYSICAL_AI);
    assertThat(lenient.kindOf("ubuntu")).isEqualTo(RuntimeKind.THIS_SYSTEM);
    assertThat(lenient.refusal("ubuntu")).isEmpty();
    assertThat(lenient.warning("ubuntu"))
        .hasValueSatisfying(w -> assertThat(w).contains("'ubuntu'"));
    assertThat(strict.refusal("ubuntu")).isPresent();
    assertThat(containers.kindOf("ubuntu")).isEqualTo(RuntimeKind.CONTAINER);
    assertThat(containers.refusal("ubuntu")).isEmpty();
    assertThat(containers.refusal("sesamo/physical-ai:0.1")).isPresent();
  }

  @Test
  void aContainerGetsTheSamePlacesAndNoSecretOnItsCommandLine() throws Exception {
    TaskFolder folder = new TaskFolder(temp);
    Files.createDirectories(folder.files().resolve("tmp"));
    Files.writeString(folder.files().resolve("tmp/run.sh"), "x");
    Plan plan =
        new Plan(
            folder,
            "w.g.0.a",
            "image:1",
            List.of("python", "x.py"),
            Map.of("SECRET", "s3cret", "PATH", "/mine"),
            List.of(Path.of("/in")),
            Equipment.THIS_SYSTEM,
            new Resources(1500, 1 << 20, 0, 1),
            List.of(2));

    List<String> words =
        new ContainerEngine(Path.of("/usr/bin/docker"), false).command(plan).words();

    assertThat(String.join(" ", words))
        .startsWith("/usr/bin/docker run --rm --init --name sesamo-w.g.0.a --network host")
        .contains("--volume " + temp + "/output:/osmo/data/output:rw")
        .contains("--volume /in:/osmo/data/input/0:ro")
        .contains("--volume " + temp + "/files/tmp/run.sh:/tmp/run.sh:rw")
        .contains("--memory 1048576 --cpu-shares 1536 --gpus \"device=2\"")
        .endsWith("--entrypoint python image:1 x.py")
        .doesNotContain("s3cret");
    assertThat(temp.resolve("environment")).hasContent("SECRET=s3cret");
  }

  @Test
  void acceleratorsAreGivenOnce() {
    Accelerators accelerators = new Accelerators(3);

    assertThat(accelerators.take(2)).containsExactly(0, 1);
    assertThat(accelerators.take(2)).containsExactly(2);
    accelerators.giveBack(List.of(0));
    accelerators.adopt(List.of(0));
    assertThat(accelerators.take(1)).isEmpty();
  }

  @Test
  void aClaimTellsAProcessFromALaterOneOfItsNumber() throws Exception {
    long pid = ProcessHandle.current().pid();
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];

    assertThat(Claim.of(pid + " " + start + " " + boot).alive()).isTrue();
    assertThat(Claim.of(pid + " 1 " + boot).alive()).isFalse();
    assertThat(Claim.of(pid + " " + start + " another-boot").alive()).isFalse();
  }

  @Test
  void pipsTroublesAreToldInPlainWords() {
    IOException offline =
        new IOException(
            "pip ended with 1: WARNING: Retrying (Retry(total=0)) / ERROR: No matching distribution found for x");

    assertThat(PipTrouble.explain(offline, "the.log"))
        .hasMessageStartingWith("the package index cannot be reached")
        .hasMessageEndingWith("(more in the.log)");
    assertThat(PipTrouble.explain(new IOException("odd"), "the.log"))
        .hasMessage("odd (more in the.log)");
  }
}
