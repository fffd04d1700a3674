package io.sesamo.engine;

import static io.sesamo.engine.LawFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.Engine.Drained;
import io.sesamo.engine.Engine.FleetChange;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.UsageRow;
import io.sesamo.engine.view.GroupExplanation;
import io.sesamo.engine.view.GroupView;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.PoolView;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.placement.Explanation.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows over a fleet of three sites, of which São Paulo is the cheapest. */
class FleetEngineTest {

  static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      tenants: {robots: {headquarters: FR}}
      sites:
        - site: eu-west-2
          pools:
            - name: paris
              emulated: true
              platforms: [{name: cpu, cpu: 4, memory: 64Gi, storage: 1Ti, nodes: 2}]
        - site: eu-central-1
          pools:
            - name: frankfurt
              emulated: true
              platforms:
                - {name: l20, accelerator: nvidia-l20, accelerators: 2, cpu: 8, memory: 64Gi,
                   storage: 1Ti, nodes: 1, price: 2.00}
        - site: sa-east-1
          pools:
            - name: saopaulo
              emulated: true
              platforms:
                - {name: l20, accelerator: nvidia-l20, accelerators: 2, cpu: 8, memory: 64Gi,
                   storage: 1Ti, nodes: 1, price: 0.50}
      placement: {objective: cost, minimumRun: 0s, movesPerHour: 2}
      """;

  private static final String TRAIN =
      """
      workflow:
        name: train
        sesamo: {tenant: robots}
        resources: {chip: {cpu: 1, gpu: 2, memory: 1Gi}}
        tasks:
        - {name: a, image: "ubuntu:24.04", command: ["true"], resource: chip}
      """;

  static final String TWO_STAGES =
      """
      workflow:
        name: stages
        sesamo: {tenant: robots, nodes: {}}
        resources: {small: {cpu: 1, memory: 1Gi, platform: cpu}, chip: {cpu: 1, gpu: 1, memory: 1Gi}}
        tasks:
        - {name: a, image: "ubuntu:24.04", command: ["true"], resource: small}
        - {name: b, image: "ubuntu:24.04", command: ["true"], resource: chip, inputs: [{task: a}]}
      """;

  @TempDir static Path home;
  private static EmbeddedPostgres postgres;

  @TempDir Path folder;
  private LawFixture fleet;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.start(home);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.stop();
  }

  @BeforeEach
  void start() throws IOException {
    fleet = new LawFixture(postgres, folder);
    use(FLEET);
  }

  @AfterEach
  void stop() throws SQLException {
    fleet.close();
    fleet.sql(
        "truncate workflow, workflow_group, task, history, effect, account, run_time,"
            + " placement_explanation, fleet_drain");
  }

  private void use(String file) throws IOException {
    fleet.fleet = file;
    fleet.restart();
  }

  private String submit(String spec) {
    return fleet.submitAnywhere(spec, Priority.NORMAL);
  }

  private Launch awaitLaunch(String id) {
    await(id + " runs", () -> fleet.world.running().containsKey(id));
    return Optional.ofNullable(fleet.world.running().get(id)).orElseThrow();
  }

  private void end(String id) {
    fleet.world.end(id, Cause.EXITED, 0);
  }

  private void awaitCompleted(String id) {
    await(id + " ends", () -> fleet.view(id).status().finished());
    assertThat(fleet.view(id).status()).isEqualTo(WorkflowStatus.COMPLETED);
  }

  private GroupView group(String id, int index) {
    return fleet.view(id).groups().get(index);
  }

  private String events(String id) throws IOException {
    StringBuilder lines = new StringBuilder();
    fleet.engine.events(id, LineQuery.all(false), lines);
    return lines.toString();
  }

  private static String firstPool(GroupExplanation explanation) {
    return explanation.explanation().candidates().getFirst().pool();
  }

  @Test
  void eachGroupGetsAPoolOfItsOwn() throws IOException {
    String id = submit(TWO_STAGES);
    Launch first = awaitLaunch(id + ".a-group.0");
    assertThat(first.place()).isEqualTo(new Launch.Place("paris", "eu-west-2", true));
    end(first.id());
    Launch second = awaitLaunch(id + ".b-group.0");
    assertThat(second.place()).isEqualTo(new Launch.Place("saopaulo", "sa-east-1", true));
    assertThat(second.tasks().getFirst().accelerator()).isEqualTo("nvidia-l20");
    assertThat(group(id, 1).place()).contains(new Place("saopaulo", "sa-east-1", true));
    assertThat(fleet.view(id).pool()).isEmpty();
    assertThat(freeAccelerators("saopaulo")).isEqualTo(1);
    assertThat(events(id)).contains("[b] PLACED: emulated: pool saopaulo at sa-east-1");

    fleet.restart();
    end(second.id());
    awaitCompleted(id);
    assertThat(group(id, 1).place()).contains(new Place("saopaulo", "sa-east-1", true));
  }

  private double freeAccelerators(String pool) {
    return fleet.engine.pools().stream()
        .filter(found -> found.name().equals(pool))
        .flatMap(found -> found.nodes().stream())
        .mapToDouble(node -> node.free().accelerators())
        .sum();
  }

  @Test
  void aSubmissionMayAskForAPool() {
    fleet.engine.check(forFrankfurt());
    assertThatThrownBy(() -> fleet.submit(TRAIN))
        .hasMessage("Pool default not found. There is: paris, frankfurt, saopaulo.");
  }

  @Test
  void whereAGroupWentAndWhatItWaitsForIsExplained() {
    String first = submit(TRAIN);
    awaitLaunch(first + ".a-group.0");
    GroupExplanation placed =
        fleet.engine.explain(first, Optional.of("a-group"), TenantScope.ALL).getFirst();
    assertThat(placed.place().map(Place::pool)).contains("saopaulo");
    assertThat(firstPool(placed)).isEqualTo("saopaulo");
    assertThat(placed.explanation().candidates())
        .extracting(candidate -> candidate.standing())
        .contains(Standing.CHOSEN, Standing.POSSIBLE, Standing.EXCLUDED);

    String second = submit(TRAIN); // rather waits for the cheaper place
    await("it is told why it waits", () -> !fleet.message(second).isEmpty());
    GroupExplanation waits =
        fleet.engine.explain(second, Optional.empty(), TenantScope.ALL).getFirst();
    assertThat(waits.status()).isEqualTo(TaskStatus.SCHEDULING);
    assertThat(waits.explanation().outlook()).as(waits.toString()).isPresent();
    assertThat(waits.explanation().candidates())
        .extracting(candidate -> candidate.standing())
        .contains(Standing.BUSY)
        .doesNotContain(Standing.CHOSEN);
    assertThatThrownBy(() -> fleet.engine.explain(first, Optional.of("z"), TenantScope.ALL))
        .hasMessageContaining("Group z of workflow")
        .hasMessageContaining("There is: a-group.");
  }

  @Test
  void whatRunsAtADrainedSiteGoesElsewhere() throws IOException {
    String id = submit(TRAIN);
    awaitLaunch(id + ".a-group.0");

    Drained drained = fleet.engine.drain("sa-east-1", "new switches", "olga");
    assertThat(drained.groupsMoved()).isEqualTo(1);
    Launch moved = awaitLaunch(id + ".a-group.1");
    assertThat(moved.place().pool()).isEqualTo("frankfurt");
    fleet.restart();
    String next = submit(TRAIN);
    await("nothing new goes there", () -> fleet.message(next).contains("drained: new switches"));
    end(moved.id());
    awaitCompleted(id);
    assertThat(group(id, 0).tasks())
        .extracting(TaskView::status)
        .containsExactly(TaskStatus.RESCHEDULED, TaskStatus.COMPLETED);
    assertThat(events(id))
        .contains("[a] MOVED: moved: site sa-east-1 is drained: new switches")
        .doesNotContain("RETRY");
    assertThat(fleet.engine.explain(id, Optional.empty(), TenantScope.ALL).getFirst().moves())
        .extracting(GroupExplanation.Move::reason)
        .containsExactly("moved: site sa-east-1 is drained: new switches");
    end(awaitLaunch(next + ".a-group.0").id());

    assertThat(fleet.engine.resume("sa-east-1").drained()).isFalse();
    assertThatThrownBy(() -> fleet.engine.resume("sa-east-1"))
        .hasMessage("sa-east-1 is not drained. Nothing of the fleet is.");
    assertThatThrownBy(() -> fleet.engine.drain("atlantis", "", "olga"))
        .hasMessageContaining("The fleet has no site, pool or node atlantis");
    assertThat(awaitLaunch(submit(TRAIN) + ".a-group.0").place().pool()).isEqualTo("saopaulo");
  }

  @Test
  void aGroupIsNotMovedMoreOftenThanTheFleetAllows() {
    String id = submit(TRAIN);
    awaitLaunch(id + ".a-group.0");
    fleet.engine.drain("saopaulo", "", "olga");
    awaitLaunch(id + ".a-group.1");
    fleet.engine.resume("saopaulo");
    assertThat(fleet.engine.drain("frankfurt", "", "olga").groupsMoved()).isEqualTo(1);
    awaitLaunch(id + ".a-group.2");
    fleet.engine.resume("frankfurt");

    assertThat(fleet.engine.drain("saopaulo/l20-0001", "", "olga").groupsMoved()).isZero();
    assertThat(fleet.world.running()).containsKey(id + ".a-group.2");
    fleet.now = fleet.now.plusSeconds(3601);
    fleet.engine.drain("saopaulo/l20-0001", "again", "olga");
    assertThat(awaitLaunch(id + ".a-group.3").place().pool()).isEqualTo("frankfurt");
  }

  @Test
  void aLostNodeIsLeft() {
    String id = submit(TRAIN);
    awaitLaunch(id + ".a-group.0");

    fleet.lose.accept("saopaulo/l20-0001");
    submit(TWO_STAGES); // has the engine look

    assertThat(awaitLaunch(id + ".a-group.1").place().pool()).isEqualTo("frankfurt");
    await(
        "it says why",
        () ->
            fleet
                .engine
                .explain(id, Optional.empty(), TenantScope.ALL)
                .getFirst()
                .moves()
                .getFirst()
                .reason()
                .equals("moved: node l20-0001 is lost"));
  }

  @Test
  void moreUrgentWorkTakesAPlaceWhenItIsFreeAndNotBefore() throws IOException {
    use(FLEET.replaceAll("(?s)  - site: eu-central-1.*?(?=  - site: sa-east-1)", ""));
    String hurried = TRAIN.replace("tenant: robots", "tenant: robots, objective: time");
    String low = fleet.submitAnywhere(hurried, Priority.LOW);
    awaitLaunch(low + ".a-group.0");
    fleet.world.stopSlowly();

    String high = fleet.submitAnywhere(hurried, Priority.HIGH);
    await(
        "the other is told",
        () -> fleet.message(low).startsWith("preempted: group a-group"),
        () ->
            fleet.message(low)
                + " / "
                + fleet.engine.explain(high, Optional.empty(), TenantScope.ALL));
    submit(TWO_STAGES); // more rounds stop nobody else
    assertThat(fleet.world.running()).doesNotContainKey(high + ".a-group.0");

    fleet.world.end(low + ".a-group.0", Cause.STOPPED, 143);
    awaitLaunch(high + ".a-group.0");
    assertThat(events(low)).contains("MOVED: preempted: group a-group of " + high);
    end(high + ".a-group.0");
    end(awaitLaunch(low + ".a-group.1").id());
    awaitCompleted(low);
  }

  @Test
  void anotherFleetHoldsFromWhenItIsApplied() throws IOException {
    String id = submit(TRAIN);
    awaitLaunch(id + ".a-group.0");
    int version = fleet.engine.fleet().orElseThrow().row().version();
    String without = FLEET.replaceAll("(?s)  - site: sa-east-1.*(?=placement)", "");
    assertThatThrownBy(() -> apply(without, false))
        .hasMessageContaining("it lacks the pool saopaulo, where work is under way");
    apply(FLEET, true); // it is the one that holds
    assertThatThrownBy(() -> apply(FLEET + "# another", true))
        .hasMessageContaining("of another fleet");
    assertThatThrownBy(() -> apply(FLEET.replace("eu-west-2", "x"), false))
        .hasMessageContaining("f.yaml:4:11");
    assertThat(fleet.engine.fleet().orElseThrow().row().version()).isEqualTo(version);

    String cheaper = FLEET.replace("price: 2.00", "price: 0.01");
    apply(cheaper, false);
    Launch next = awaitLaunch(submit(TRAIN) + ".a-group.0");
    assertThat(next.place().pool()).isEqualTo("frankfurt");
    fleet.restart(); // the home's file is the same as before: what was applied holds
    assertThat(fleet.engine.fleet().orElseThrow().row().text()).isEqualTo(cheaper);
    end(next.id());
    end(id + ".a-group.0");
    awaitCompleted(id);
    apply(without, true);
    String generous =
        without.replace("{headquarters: FR}}", "{headquarters: FR, quota: {guaranteed: 640}}}");
    assertThat(
            fleet.engine.applyFleet(new FleetChange("f.yaml", generous, "olga", false)).warnings())
        .anyMatch(words -> words.startsWith("f.yaml:2:") && words.contains("guaranteed 640"));
    assertThat(fleet.engine.pools()).extracting(PoolView::name).containsOnly("paris", "frankfurt");
  }

  private void apply(String text, boolean onlyWhenIdle) {
    fleet.engine.applyFleet(new FleetChange("f.yaml", text, "olga", onlyWhenIdle));
  }

  @Test
  void whereDataMayNotGoNothingThatReadsThemGoes() {
    String german =
        TWO_STAGES.replace(
            "resource: small}",
            "resource: small, sesamo: {data: {countries: [DE], categories: [other]}}}");
    String id = submit(german);
    end(awaitLaunch(id + ".a-group.0").id());
    Launch second = awaitLaunch(id + ".b-group.0");
    assertThat(second.place().pool()).as("saopaulo is cheaper").isEqualTo("frankfurt");
    assertThat(
            fleet
                .engine
                .explain(id, Optional.of("b-group"), TenantScope.ALL)
                .getFirst()
                .explanation())
        .asString()
        .contains("moving its data from eu-west-2 to sa-east-1: deny: It stays. (t-move)");
    assertThat(fleet.office.audit(Optional.of(id), Optional.empty(), 10))
        .extracting(line -> line.entry().kind() + " " + line.entry().what())
        .anyMatch(words ->
            words.startsWith("TRANSFER moving its data from eu-west-2 to eu-central-1: allow")
                && words.endsWith("(emulated: the sites share one object store)"));
    assertThat(fleet.office.verify().bad()).isEmpty();
  }

  @Test
  void dataOfAnEarlierWorkflowAreJudgedAndAccountedAsThoseOfItsOwn() throws IOException {
    String maker = record();
    fleet.restart(); // nothing of it is in memory

    String reads = "resource: chip, inputs: [{task: '%s:a'}]}".formatted(maker);
    String id = submit(TRAIN.replace("resource: chip}", reads));
    Launch launch = awaitLaunch(id + ".a-group.0");
    assertThat(launch.place().pool()).as("saopaulo is cheaper").isEqualTo("frankfurt");
    assertThat(fleet.engine.explain(id, Optional.empty(), TenantScope.ALL).getFirst().explanation())
        .asString()
        .contains("moving its data from eu-west-2 to sa-east-1: deny: It stays. (t-move)");
    end(launch.id());
    awaitCompleted(id);
    assertThat(fleet.engine.usage(List.of("workflow"), Optional.empty(), TenantScope.ALL))
        .filteredOn(row -> id.equals(row.key().get("workflow")))
        .extracting(UsageRow::bytes)
        .containsExactly(1L << 20);
  }

  /** A workflow that is over, and has stored data in Paris that may not go to São Paulo. */
  private String record() throws IOException {
    fleet.world.leave(storedMebibyte());
    String maker =
        submit(
            """
            workflow:
              name: record
              resources: {small: {cpu: 1, memory: 1Gi, platform: cpu}}
              tasks:
              - {name: a, image: "ubuntu:24.04", command: ["true"], resource: small,
                 sesamo: {data: {countries: [DE], categories: [other]}}}
            """);
    end(awaitLaunch(maker + ".a-group.0").id());
    awaitCompleted(maker);
    return maker;
  }

  @Test
  void dataThatCannotBeLookedUpAreWaitedForAndNotTakenAsLawful() throws IOException {
    String maker = record();
    Launch inSaoPaulo = awaitLaunch(submit(TRAIN) + ".a-group.0");
    Launch inFrankfurt = awaitLaunch(fleet.engine.submit(forFrankfurt()).id() + ".a-group.0");
    assertThat(inSaoPaulo.place().pool()).isEqualTo("saopaulo");
    String reads = "resource: chip, inputs: [{task: '%s:a'}]}".formatted(maker);
    String id = submit(TRAIN.replace("resource: chip}", reads));
    fleet.restart(); // nothing of what was made is in memory
    CountDownLatch away = new CountDownLatch(1);
    fleet.whenItDecides.set(() -> {
      fleet.sql("alter table workflow rename to gone");
      away.countDown();
    });

    end(inSaoPaulo.id());
    await("the table is away", () -> away.getCount() == 0);
    fleet.sql("alter table gone rename to workflow");
    await("it may not go where a place is free", () -> fleet.message(id).contains("It stays."));
    end(inFrankfurt.id());
    assertThat(awaitLaunch(id + ".a-group.0").place().pool()).isEqualTo("frankfurt");
  }

  @Test
  void workForAPoolThatAnotherFleetLacksFailsAndSaysSo() {
    fleet.engine.drain("frankfurt", "", "olga");
    String pinned = fleet.engine.submit(forFrankfurt()).id();
    await("it waits", () -> !fleet.message(pinned).isEmpty());

    apply(FLEET.replaceAll("(?s)  - site: eu-central-1.*?(?=  - site: sa-east-1)", ""), false);

    await("it fails", () -> fleet.view(pinned).status().finished());
    assertThat(fleet.message(pinned)).isEqualTo("frankfurt: there is no such pool");
  }

  private static Submission forFrankfurt() {
    return new Submission(
        "ada",
        Optional.of("frankfurt"),
        SpecSource.of("w.yaml", TRAIN),
        Optional.empty(),
        Priority.NORMAL);
  }

  @Test
  void aFleetIsRemovedWhenNothingOfItIsUnderWay() throws IOException {
    String id = submit(TRAIN);
    Launch launch = awaitLaunch(id + ".a-group.0");
    assertThatThrownBy(() -> fleet.engine.removeFleet("olga"))
        .hasMessageContaining("without a fleet no law would be asked");
    end(launch.id());
    awaitCompleted(id);

    fleet.engine.removeFleet("olga");
    assertThat(fleet.engine.fleet()).isEmpty();
    assertThat(fleet.engine.pools()).extracting(PoolView::name).containsExactly("default");
    fleet.restart(); // the home's file is the one that was taken in before
    assertThat(fleet.engine.fleet()).isEmpty();
    assertThatThrownBy(() -> fleet.engine.removeFleet("olga"))
        .hasMessageContaining("This server has no fleet.");
    apply(FLEET, false);
    assertThat(awaitLaunch(submit(TRAIN) + ".a-group.0").place().pool()).isEqualTo("saopaulo");
  }

  @Test
  void whatAGroupTookIsAccounted() throws IOException {
    fleet.now = Instant.now().minusSeconds(3600);
    fleet.world.leave(storedMebibyte());
    String id = submit(TWO_STAGES);
    end(awaitLaunch(id + ".a-group.0").id());
    end(awaitLaunch(id + ".b-group.0").id());
    awaitCompleted(id);

    UsageRow row =
        fleet.engine.usage(List.of("tenant", "site"), Optional.empty(), TenantScope.ALL).stream()
            .filter(found -> "sa-east-1".equals(found.key().get("site")) && found.bytes() > 0)
            .findFirst()
            .orElseThrow();
    assertThat(row.key()).containsEntry("tenant", "robots");
    assertThat(row.emulated()).isTrue();
    assertThat(row.bytes()).isEqualTo(1 << 20);
    List<UsageRow> own =
        fleet.engine.usage(List.of("workflow", "group"), Optional.empty(), TenantScope.ALL).stream()
            .filter(found -> id.equals(found.key().get("workflow")))
            .toList();
    assertThat(own).hasSize(2);
    UsageRow chip = own.getLast();
    assertThat(chip.acceleratorHours()).isBetween(0.99, 1.1);
    assertThat(chip.price()).as("an hour of an L20 at 0.50, and 1 MiB").isBetween(0.49, 0.56);
    // (275 W + 1 core of 5 W) × 1 h × PUE 1.35 = 0.378 kWh; × 98 gCO₂e/kWh = 37 g
    assertThat(chip.energy()).isBetween(0.37, 0.42);
    assertThat(chip.carbon()).isBetween(36.0, 41.0);
    assertThat(
            fleet.engine.usage(
                List.of(), Optional.of(Instant.now().plusSeconds(60)), TenantScope.ALL))
        .extracting(UsageRow::attempts)
        .containsExactly(0L);
  }

  private ManifestId storedMebibyte() throws IOException {
    Path output = Files.createDirectories(folder.resolve("left"));
    Files.write(output.resolve("data.bin"), new byte[1 << 20]);
    return fleet.engine.objects().store(output, false);
  }
}
