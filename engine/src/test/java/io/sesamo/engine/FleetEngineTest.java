package io.sesamo.engine;

import static io.sesamo.engine.LawFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.Engine.Drained;
import io.sesamo.engine.Engine.FleetChange;
import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.TaskStatus;
import io.sesamo.engine.view.GroupExplanation;
import io.sesamo.engine.view.PoolView;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.placement.Explanation.Standing;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the groups of workflows go in a fleet, and why. */
class FleetEngineTest extends FleetEngine {

  private static final String ONE_POOL =
      """
      operator: {name: Example, headquarters: FR}
      tenants: {robots: {headquarters: FR}}
      sites:
        - site: sa-east-1
          pools:
            - name: mixed
              emulated: true
              platforms:
                - {name: l20, accelerator: nvidia-l20, accelerators: 2, cpu: 8, memory: 64Gi,
                   storage: 1Ti, nodes: 1, price: 0.50}
                %s
      placement: {objective: cost}
      """;

  private static final String DEARER =
      "- {name: h20, accelerator: nvidia-h20, accelerators: 2, cpu: 8, memory: 64Gi,"
          + " storage: 1Ti, nodes: 1, price: 4.00}";

  private static final String CHAIN =
      TRAIN.replace("tenant: robots", "tenant: robots, budget: %d USD")
          + """
            - name: b
              image: "ubuntu:24.04"
              command: ["true"]
              resource: chip
              inputs: [{task: a}]
              sesamo: {duration: 2h}
          """;

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

  @Test
  void aDeadlineThatIsPastIsWarnedOf() {
    String late = TRAIN.replace("resource: chip", "resource: chip, sesamo: {deadline: %s}");
    String past = submit(late.formatted("2020-01-01T00:00:00Z"));

    assertThat(fleet.view(past).warnings())
        .contains("The deadline of task 'a' is past: 2020-01-01T00:00:00Z.");
    assertThat(fleet.view(submit(late.formatted("1h"))).warnings()).isEmpty();
  }

  /** One pool, where the chips differ in price: what runs there is told why on that kind. */
  @Test
  void kindsOfNodesInOnePoolAreAChoice() throws IOException {
    use(ONE_POOL.formatted(DEARER));
    String id = submit(CHAIN.formatted(20));
    awaitLaunch(id + ".a-group.0");

    GroupExplanation placed =
        fleet.engine.explain(id, Optional.of("a-group"), TenantScope.ALL).getFirst();
    assertThat(placed.explanation().candidates())
        .extracting(candidate -> candidate.pool() + " " + candidate.standing())
        .containsExactly("mixed/l20 CHOSEN", "mixed/h20 POSSIBLE");
    assertThat(placed.explanation().chosen().orElseThrow().onward().price()).isEqualTo(2);
  }

  /** Two accelerators for an hour are 1 USD, and for the two hours that come after 2 USD. */
  @Test
  void whatComesAfterCountsForABudgetInOnePool() throws IOException {
    use(ONE_POOL.formatted(""));

    assertThatThrownBy(() -> submit(CHAIN.formatted(2)))
        .hasMessageContaining("would cost 3.00 USD with what comes after it, and 2.00 USD is left");
    awaitLaunch(submit(CHAIN.formatted(3)) + ".a-group.0");
  }

  /**
   * Each costs 2 × 0.50 USD/h × 1 h at the cheapest and fits into the budget alone; the second
   * waits for what the first leaves of it.
   */
  @Test
  void groupsThatRunBesideEachOtherShareTheBudget() throws IOException {
    use(FLEET.replace("nodes: 1", "nodes: 2"));
    String beside =
        TRAIN.replace("tenant: robots", "tenant: robots, budget: 1.5 USD")
            + "  - {name: b, image: \"ubuntu:24.04\", command: [\"true\"], resource: chip}\n";
    String id = submit(beside);
    Launch first = awaitLaunch(id + ".a-group.0");

    await(
        "the other is told why it waits", () -> group(id, 1).message().contains("over its budget"));
    assertThat(fleet.world.running()).containsOnlyKeys(first.id());
    assertThat(group(id, 1).message())
        .startsWith("over its budget while others of its workflow run: ")
        .contains("saopaulo: would cost 1.00 USD with what comes after it, and 0.50 USD is left");

    end(first.id());
    end(awaitLaunch(id + ".b-group.0").id());
    awaitCompleted(id);
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
  void whyAGroupNeverFitsIsSaidInASentence() {
    assertThatThrownBy(() -> submit(TRAIN.replace("robots", "robots, budget: 0.01 USD")))
        .hasMessageMatching(
            "Group a-group is over its budget: .*saopaulo: would cost .* is left.*");
    assertThatThrownBy(() -> submit(TRAIN.replace("gpu: 2", "gpu: 3")))
        .hasMessageStartingWith("Group a-group does not fit in any pool it may use: ")
        .hasMessageContaining("saopaulo: too small: needs 3 accelerators");
    apply(FLEET.replace("{headquarters: FR}}", "{headquarters: FR, quota: {most: 1}}}"), false);
    assertThatThrownBy(() -> submit(TRAIN))
        .hasMessageStartingWith("Group a-group can never run: tenant robots may have 1 ");
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
    assertThat(fleet.engine.applyFleet(new FleetChange("f.yaml", FLEET, "olga", false)))
        .satisfies(
            applied -> assertThat(applied.changed()).isTrue(),
            applied -> assertThat(applied.drained()).containsExactly("sa-east-1"));
    assertThat(fleet.engine.applyFleet(new FleetChange("f.yaml", FLEET, "olga", true)).changed())
        .isFalse();
    assertThat(moved.place().pool()).isEqualTo("frankfurt");
    fleet.restart();
    fleet.engine.drain("sa-east-1", "", "olga"); // the first reason holds
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
        .hasMessageContaining("The fleet has no site, pool or node atlantis")
        .extracting(refused -> ((EngineException) refused).code())
        .isEqualTo(EngineException.Code.DATABASE);
    assertThat(awaitLaunch(submit(TRAIN) + ".a-group.0").place().pool()).isEqualTo("saopaulo");
  }

  /** The file does not name the nodes of a pool that is not emulated. */
  @Test
  void aNodeThatAPoolDoesNotHaveIsNotDrained() throws IOException {
    use(
        FLEET.replace(
            "      - name: saopaulo\n", "      - {name: default}\n      - name: saopaulo\n"));
    String node =
        fleet.engine.pools().stream()
            .filter(pool -> pool.name().equals("default"))
            .findFirst()
            .orElseThrow()
            .nodes()
            .getFirst()
            .name();

    assertThatThrownBy(() -> fleet.engine.drain("default/typo", "", "olga"))
        .hasMessageStartingWith("Pool default has no node typo. It has: " + node)
        .extracting(refused -> ((EngineException) refused).code())
        .isEqualTo(EngineException.Code.DATABASE);
    assertThat(fleet.engine.drain("default/" + node, "", "olga").drained()).isTrue();
    fleet.engine.resume("default/" + node);
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

    Drained third = fleet.engine.drain("saopaulo/l20-0001", "", "olga");
    assertThat(third.groupsMoved()).isZero();
    assertThat(third.groupsStaying()).isEqualTo(1);
    assertThat(third.movesPerHour()).isEqualTo(2);
    GroupExplanation stays = fleet.engine.explain(id, Optional.empty(), TenantScope.ALL).getFirst();
    assertThat(stays.explanation().lead())
        .endsWith(
            "; node l20-0001 is drained; it stays for now, since it was moved 2 times within the"
                + " hour");
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

  /** Law, drains and accounts find work by what the file says of its place. */
  @Test
  void anotherFleetLeavesThePlaceOfWorkUnderWayAsItIs() throws IOException {
    String paris = "storage: 1Ti, nodes: 2}";
    String two = FLEET.replace(paris, "storage: 1Ti, nodes: 3}");
    use(two.replace("storage: 1Ti, nodes: 1, price: 0.50", "storage: 1Ti, nodes: 2, price: 0.50"));
    String first = submit(TRAIN);
    awaitLaunch(first + ".a-group.0");
    String second = submit(TRAIN);
    awaitLaunch(second + ".a-group.0");
    String now = fleet.fleet;

    assertRefused(two, "it lacks node saopaulo/l20-0002, where work is under way. Drain");
    assertRefused(
        now.replace("sa-east-1", "us-east-1"),
        "it has pool saopaulo at us-east-1, and work is under way there at sa-east-1");
    assertRefused(
        now.replaceFirst("(?s)nvidia-l20(?!.*nvidia-l20)", "nvidia-l40s"),
        "it gives platform l20 of pool saopaulo nvidia-l40s, and work is under way there on"
            + " nvidia-l20");
    assertRefused(
        now.replaceFirst("(?s)accelerators: 2(?!.*accelerators: 2)", "accelerators: 1"),
        "it gives node saopaulo/l20-0001 less than is taken there; it gives node saopaulo/l20-0002");
    assertRefused(
        now.replaceFirst("(?s)emulated: true(?!.*emulated: true)", "emulated: false"),
        "it lacks nodes saopaulo/l20-0001, saopaulo/l20-0002");
    fleet.engine.drain("saopaulo/l20-0001", "", "olga");
    await("it has left", () -> group(first, 0).status() == TaskStatus.SCHEDULING);
    apply(now.replace("nodes: 3}", "nodes: 1}"), false); // nothing runs there
    apply(now.replace("nodes: 2, price: 0.50", "nodes: 9, price: 0.50"), false);
    fleet.engine.drain("saopaulo", "", "olga");
    await("both have left", () -> !isAtSaoPaulo(first) && !isAtSaoPaulo(second));
    apply(two, false);
  }

  private boolean isAtSaoPaulo(String id) {
    return group(id, 0).status() != TaskStatus.SCHEDULING
        && group(id, 0).place().map(Place::pool).stream().anyMatch("saopaulo"::equals);
  }

  @Test
  void aNodeThatTheFleetHasNoMoreIsLeft() throws IOException {
    use(
        FLEET.replace(
            "storage: 1Ti, nodes: 1, price: 0.50", "storage: 1Ti, nodes: [a], price: 0.50"));
    String id = submit(TRAIN);
    awaitLaunch(id + ".a-group.0");

    use(FLEET); // the fixture takes it in whatever runs
    submit(TWO_STAGES); // has the engine look

    awaitLaunch(id + ".a-group.1");
    assertThat(events(id)).contains("MOVED: moved: node a is no longer in the fleet");
  }

  private void assertRefused(String text, String words) {
    assertThatThrownBy(() -> apply(text, false))
        .hasMessageStartingWith("The fleet was not applied: ")
        .hasMessageContaining(words);
  }

  private void apply(String text, boolean onlyWhenIdle) {
    fleet.engine.applyFleet(new FleetChange("f.yaml", text, "olga", onlyWhenIdle));
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
}
