package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.backend.local.LocalConfig.ImageRule;
import io.sesamo.backend.local.LocalConfig.Network;
import io.sesamo.backend.local.LocalConfig.OtherImages;
import io.sesamo.backend.local.LocalConfig.RuntimeKind;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Ran;
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
import tools.jackson.databind.json.JsonMapper;

/** Parts of the backend that decide by themselves. */
class PartsTest {

  private final Path temp;

  PartsTest(@TempDir Path temp) throws Exception {
    this.temp = temp.toRealPath();
  }

  @Test
  void ordersSurviveBeingWrittenDown() throws Exception {
    ManifestId manifest = new ManifestId("a".repeat(64));
    Instant now = Instant.now();
    Launch launch =
        Specs.launch(
            true,
            2,
            Specs.task("a").input("up", manifest, ".*").input("file:///x", "").kpi("k.json"),
            Specs.task("b").file("/tmp/x", "text\n").environment(Map.of("A", "ü")));
    LaunchJson.Written written = LaunchJson.Written.now(launch);
    assertThat(LaunchJson.readLaunch(LaunchJson.write(written), temp)).isEqualTo(written);
    assertThat(written.isOfEarlierBoot(temp)).isFalse();

    for (Optional<Ran> ran : List.of(Optional.of(new Ran(now, false)), Optional.<Ran>empty())) {
      Ended ended =
          new Ended("w.g.0", "a", now, Cause.LOST, 3001, Optional.of(manifest), "gone", ran);
      assertThat(LaunchJson.readEnded(LaunchJson.write(ended), temp)).isEqualTo(ended);
    }
  }

  /** What older releases have written says nothing of how the command ended. */
  @Test
  void theEndsOfAnOlderReleaseAreRead(@TempDir Path temp) throws Exception {
    String written =
        """
        {"launchId": "w.g.0", "task": "a", "at": "2026-01-01T00:00:00Z", "cause": "EXITED",
         "exitCode": 3, "output": null, "message": "words"}
        """;
    assertThat(LaunchJson.readEnded(written.getBytes(StandardCharsets.UTF_8), temp))
        .isEqualTo(
            new Ended(
                "w.g.0",
                "a",
                Instant.parse("2026-01-01T00:00:00Z"),
                Cause.EXITED,
                3,
                Optional.empty(),
                "words"));
  }

  /**
   * What older releases have written must stay readable: it says nothing of places, and counts
   * whole accelerators.
   */
  @Test
  void ordersOfOlderReleasesAreRead() throws Exception {
    Resources two = Resources.whole(1, 1, 1, 2);
    Launch launch = Specs.launch(0, Specs.task("a").amount(two));
    byte[] now = LaunchJson.write(LaunchJson.Written.now(launch));
    String json = JsonMapper.shared().readTree(now).get("launch").toString();
    String old =
        json.replaceAll("\"place\":\\{[^}]*},", "")
            .replaceAll("\"(platform|accelerator)\":\"[a-z]*\",", "")
            .replaceAll("\"accelerators\":\\[],\"inputs\"", "\"inputs\"")
            .replace("\"acceleratorMilli\":2000", "\"accelerators\":2");
    assertThat(old)
        .doesNotContain("place\"")
        .doesNotContain("accelerator\":")
        .contains("\"accelerators\":2}");

    LaunchJson.Written written = LaunchJson.readLaunch(old.getBytes(StandardCharsets.UTF_8), temp);
    Launch read = written.launch();
    assertThat(written.isOfEarlierBoot(temp)).as("nothing says when it was written").isTrue();
    Boot.mark(temp);
    assertThat(written.isOfEarlierBoot(temp)).isFalse();

    assertThat(read.place()).isEqualTo(new Launch.Place("", "", false));
    assertThat(read.tasks().getFirst().node()).isEqualTo("node");
    assertThat(read.tasks().getFirst().amount()).isEqualTo(two);
    assertThat(read.tasks().getFirst().accelerators()).isEmpty();
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
    Network shared = Network.MACHINE;
    Images lenient = new Images(rules, OtherImages.ON_THIS_SYSTEM, Optional.empty(), true, shared);
    Images strict = new Images(rules, OtherImages.STRICT, Optional.empty(), true, shared);
    Images containers = new Images(rules, OtherImages.STRICT, Optional.of(engine), false, shared);
    Images apart = new Images(rules, OtherImages.STRICT, Optional.of(engine), true, Network.GROUP);

    assertThat(lenient.kindOf("sesamo/physical-ai:0.1")).isEqualTo(RuntimeKind.PHYSICAL_AI);
    assertThat(lenient.kindOf("ubuntu")).isEqualTo(RuntimeKind.THIS_SYSTEM);
    assertThat(lenient.refusal("ubuntu")).isEmpty();
    assertThat(lenient.warning("ubuntu"))
        .hasValueSatisfying(w -> assertThat(w).contains("'ubuntu'"));
    assertThat(strict.refusal("ubuntu")).isPresent();
    assertThat(containers.kindOf("ubuntu")).isEqualTo(RuntimeKind.CONTAINER);
    assertThat(containers.refusal("ubuntu")).isEmpty();
    assertThat(containers.refusal("sesamo/physical-ai:0.1")).isPresent();
    assertThat(apart.kindOf("ubuntu")).isEqualTo(RuntimeKind.THIS_SYSTEM);
    assertThat(apart.refusal("ubuntu"))
        .hasValueSatisfying(
            w -> assertThat(w).contains("containers have no part in a group's own network"));
  }

  @Test
  void aTaskAsksForNamesWhereItsNetworkHasThem() {
    assertThat(NetworkKeeper.resolvers("nameserver 192.0.2.53\nsearch example.org\n")).isEmpty();
    assertThat(
            NetworkKeeper.resolvers(
                "# stub\nnameserver 127.0.0.53\noptions edns0\nsearch example.org\n"))
        .hasValue("nameserver 198.18.0.3\n# stub\noptions edns0\nsearch example.org\n");
  }

  @Test
  void aContainerGetsTheSamePlacesAndNoSecretOnItsCommandLine() throws Exception {
    TaskFolder folder = new TaskFolder(temp.resolve("a"));
    Files.createDirectories(folder.secrets().folder());
    Files.createDirectories(folder.files().resolve("tmp"));
    Files.writeString(folder.files().resolve("tmp/run.sh"), "x");
    Plan plan =
        new Plan(
            folder,
            "w.g.0.a",
            "image:1",
            List.of("python", "x.py"),
            Map.of("SECRET", "s3cret", "PATH", "/mine"),
            new TaskSecrets.Placed(
                Map.of("/root/.ssh", temp.resolve("0")), Map.of("TOKEN", "hunter2")),
            List.of(Path.of("/in")),
            Equipment.THIS_SYSTEM,
            Resources.whole(1500, 1 << 20, 0, 1),
            List.of(2));

    List<String> words =
        new ContainerEngine(Path.of("/usr/bin/docker"), false).command(plan).words();

    assertThat(String.join(" ", words))
        .startsWith("/usr/bin/docker run --rm --init --name sesamo-w.g.0.a --network host")
        .contains("--volume " + temp + "/a/output:/osmo/data/output:rw")
        .contains("--volume /in:/osmo/data/input/0:ro")
        .contains("--volume " + temp + "/a/files/tmp/run.sh:/tmp/run.sh:rw")
        .contains("--volume " + temp + "/0:/root/.ssh:ro")
        .contains("--memory 1048576 --cpu-shares 1536 --gpus \"device=2\"")
        .endsWith("--entrypoint python image:1 x.py")
        .doesNotContain("s3cret", "hunter2");
    assertThat(folder.path().resolve("environment")).hasContent("SECRET=s3cret");
    assertThat(folder.secrets().environmentFile()).hasContent("TOKEN=hunter2");
  }

  @Test
  void acceleratorsAreGivenOnce() {
    Accelerators accelerators = new Accelerators(3);
    Resources one = Resources.whole(0, 0, 0, 1);
    Resources two = Resources.whole(0, 0, 0, 2);

    assertThat(accelerators.take("a", two, List.of(2, 0))).containsExactly(2, 0);
    assertThat(accelerators.take("b", two, List.of())).containsExactly(1);
    accelerators.giveBack("a");
    accelerators.adopt("c", one, List.of(0));
    assertThat(accelerators.take("d", one, List.of(0))).as("another one").containsExactly(2);
    assertThat(accelerators.take("e", one, List.of())).isEmpty();
  }

  @Test
  void partsOfAcceleratorsAreGivenUntilNothingIsLeft() {
    Accelerators accelerators = new Accelerators(2);
    Resources half = new Resources(0, 0, 0, 500);
    Resources more = new Resources(0, 0, 0, 600);

    assertThat(accelerators.take("a", half, List.of(1))).containsExactly(1);
    assertThat(accelerators.take("b", more, List.of(1))).as("it has 0.5 left").containsExactly(0);
    assertThat(accelerators.take("c", half, List.of(1))).containsExactly(1);
    assertThat(accelerators.take("d", half, List.of())).isEmpty();
    assertThat(accelerators.take("e", Resources.whole(0, 0, 0, 1), List.of(0))).isEmpty();
    accelerators.giveBack("a");
    assertThat(accelerators.take("f", half, List.of())).containsExactly(1);
    accelerators.giveBack("f");
    accelerators.giveBack("f");
    assertThat(accelerators.take("g", more, List.of())).as("c has the other half").isEmpty();
  }

  @Test
  void aTaskIsToldOfItsPart() {
    Launch launch =
        Specs.launch(
            0,
            Specs.task("a").amount(new Resources(0, 0, 0, 250)).accelerators(3),
            Specs.task("b").amount(Resources.whole(0, 0, 0, 2)).accelerators(0, 1));

    assertThat(environment(launch, 0, Map.of()))
        .containsEntry("SESAMO_ACCELERATOR_SHARE", "0.25")
        .containsEntry("SESAMO_ACCELERATOR_NUMBERS", "3")
        .containsEntry("CUDA_VISIBLE_DEVICES", "3")
        .containsEntry("CUDA_MPS_ACTIVE_THREAD_PERCENTAGE", "25");
    assertThat(environment(launch, 0, Map.of("CUDA_MPS_ACTIVE_THREAD_PERCENTAGE", "40")))
        .containsEntry("CUDA_MPS_ACTIVE_THREAD_PERCENTAGE", "40");
    assertThat(environment(launch, 1, Map.of()))
        .containsEntry("SESAMO_ACCELERATOR_NUMBERS", "0,1")
        .containsEntry("CUDA_VISIBLE_DEVICES", "0,1")
        .doesNotContainKeys("SESAMO_ACCELERATOR_SHARE", "CUDA_MPS_ACTIVE_THREAD_PERCENTAGE");
  }

  private static Map<String, String> environment(
      Launch launch, int task, Map<String, String> author) {
    Launch.TaskLaunch own = launch.tasks().get(task);
    return Environment.of(
        launch, own, Places.OSMO, Equipment.THIS_SYSTEM, author, own.accelerators());
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
