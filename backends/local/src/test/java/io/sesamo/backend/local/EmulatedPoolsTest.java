package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendEvent.Preparing;
import io.sesamo.engine.backend.BackendEvent.Started;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Pool;
import io.sesamo.model.Resources;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.CatalogReader;
import io.sesamo.model.catalog.CatalogResult;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools that are not there, whose tasks run here: two at a time in these tests. */
class EmulatedPoolsTest extends BackendTest {

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      sites:
        - site: sa-east-1
          pools:
            - name: sp
              emulated: true
              platforms:
                - {name: h20, accelerator: nvidia-h20, accelerators: 8, cpu: 96, memory: 1Ti,
                   storage: 1Ti, nodes: 3}
      """;

  private static final Launch.Place PLACE = new Launch.Place("sp", "sa-east-1", true);

  EmulatedPoolsTest(@TempDir Path temp) throws Exception {
    super(temp);
  }

  @Override
  protected Backend open() throws Exception {
    LocalConfig config =
        LocalConfig.of(temp.resolve("state"), Optional.empty())
            .withIsolation(LocalConfig.Isolation.NONE)
            .withEmulatedTasks(2);
    return LocalBackend.open(config, store, temp.resolve("logs"), InstantSource.system());
  }

  private static FleetFile fleet(String text) {
    if (CatalogReader.read(List.of(new CatalogFolder.Shipped()))
            instanceof CatalogResult.Accepted known
        && FleetReader.read("fleet.yaml", text, known.catalog())
            instanceof FleetReader.Result.Accepted good) {
      return good.fleet();
    }
    throw new AssertionError("the fleet cannot be read");
  }

  private static Launch emulated(int attempt, Specs... tasks) {
    return launch(PLACE, false, attempt, tasks);
  }

  @Test
  void theFleetSaysWhichPoolsAreEmulatedBesideTheRealOne() {
    List<Pool> before = backend.pools();
    backend.follow(fleet(FLEET));

    assertThat(backend.pools()).extracting(Pool::name).containsExactly("default", "sp");
    Pool pool = backend.pools().getLast();
    assertThat(pool.emulated()).isTrue();
    assertThat(pool.description()).startsWith("Emulated at sa-east-1").contains("2 at a time");
    assertThat(pool.nodes()).hasSize(3);
    assertThat(pool.nodes().getFirst().name()).isEqualTo("h20-0001");
    assertThat(pool.nodes().getFirst().capacity().accelerators()).isEqualTo(8);

    backend.follow(fleet(FLEET.replace("name: sp", "name: default")));
    assertThat(backend.pools()).extracting(Pool::emulated).containsExactly(true);
    assertThat(before).hasSize(1);
  }

  @Test
  void aTaskIsToldThatItsPlaceIsEmulatedAndGetsNoAcceleratorForIt() throws Exception {
    String print = "echo $SESAMO_EMULATED $SESAMO_SITE $SESAMO_POOL [$CUDA_VISIBLE_DEVICES]";
    Ended ended =
        run(emulated(0, script("a", print).amount(Resources.whole(96_000, 1L << 40, 0, 8))));

    assertThat(ended.cause()).isEqualTo(Cause.EXITED);
    assertThat(ended.exitCode()).isZero();
    assertThat(log("a", 0)).contains("1 sa-east-1 sp []");
    assertThat(log("a", 0).lines().findFirst().orElseThrow())
        .contains("s emulated: node node of pool sp at sa-east-1");
    assertThat(heard.events())
        .anyMatch(
            event -> event instanceof Preparing said && said.message().startsWith("emulated"));
  }

  /** It knows its part; there is no chip of which it could be one. */
  @Test
  void aTaskWithAPartOfAnEmulatedAcceleratorIsToldWhichAndHowMuch() throws Exception {
    String print =
        "echo \"$SESAMO_ACCELERATOR_NUMBERS $SESAMO_ACCELERATOR_SHARE"
            + " [$CUDA_VISIBLE_DEVICES$CUDA_MPS_ACTIVE_THREAD_PERCENTAGE]\"";
    run(
        emulated(
            0, script("a", print).amount(new Resources(1000, 1L << 30, 0, 250)).accelerators(5)));

    assertThat(log("a", 0)).contains("5 0.25 []");
  }

  @Test
  void aTaskOfTheRealPoolHearsNothingOfIt() throws Exception {
    run(launch(0, script("a", "echo \"$SESAMO_POOL [$SESAMO_EMULATED]\"")));

    assertThat(log("a", 0)).contains("default []").doesNotContain("emulated");
  }

  /** A fleet of thousands of nodes must not become thousands of processes of this machine. */
  @Test
  void noMoreRunAtATimeThanThisMachineHasRoomFor() throws Exception {
    String untilTold = "while [ ! -e %s/go ]; do sleep 0.02; done".formatted(temp);
    for (int i = 0; i < 3; i++) {
      backend.start(emulated(i, script("a", untilTold), script("b", untilTold)));
    }
    heard.await(Started.class, event -> event.launchId().equals("w.g.0"));
    heard.await(Preparing.class, said -> said.message().contains("2 tasks of emulated pools"));
    long runningLaunches =
        heard.events().stream()
            .filter(Started.class::isInstance)
            .map(event -> event.launchId())
            .distinct()
            .count();
    assertThat(runningLaunches).isEqualTo(1);

    // One that waits can be stopped; the others have their turn.
    backend.stop("w.g.1", Duration.ZERO);
    assertThat(heard.awaitEnded("a", "w.g.1").cause()).isEqualTo(Cause.STOPPED);
    Files.createFile(temp.resolve("go"));
    for (String task : List.of("a", "b")) {
      assertThat(heard.awaitEnded(task, "w.g.0").exitCode()).isZero();
      assertThat(heard.awaitEnded(task, "w.g.2").exitCode()).isZero();
    }
  }

  @Test
  void anEmulatedTaskOutlivesTheServer() throws Exception {
    String untilTold = "while [ ! -e %s/go ]; do sleep 0.02; done; echo done".formatted(temp);
    backend.start(emulated(0, script("a", untilTold)));
    heard.await(Started.class, event -> true);
    Recorder later = new Recorder();
    reopen(Set.of("w.g.0"), later);
    Files.createFile(temp.resolve("go"));

    assertThat(later.awaitEnded("a").exitCode()).isZero();
  }
}
