package io.sesamo.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Resources;
import io.sesamo.placement.Explanation.Constraint;
import io.sesamo.placement.GroupRequest.Wishes;
import io.sesamo.placement.Stage.Forbidden;
import io.sesamo.placement.sim.Chips;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulerTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final Scheduler placer = new Scheduler();

  @Test
  void placesTheHigherPriorityThenTheOlderFirst() {
    List<Decision> decisions =
        placer.decide(
            List.of(
                group("young", 1, NOW, 1000),
                group("old", 1, NOW.minusSeconds(60), 1000),
                group("urgent", 2, NOW, 1000)),
            fleet(node("a", 2000)),
            NOW);

    assertThat(decisions)
        .extracting(decision -> decision.group().id() + " " + kind(decision))
        .containsExactly("urgent Placed", "old Placed", "young Waiting");
  }

  @Test
  void placesAGroupWholeOrNotAtAll() {
    GroupRequest gang =
        new GroupRequest("gang", "pool", 1, NOW, List.of(task("x", 1000), task("y", 1000)));

    Decision decision =
        placer.decide(List.of(gang), fleet(node("a", 1000), busy("b", 1000)), NOW).getFirst();

    assertThat(decision).isInstanceOf(Decision.Waiting.class);
    assertThat(decision.explanation().toString())
        .isEqualTo("pool: busy: needs 2 CPU cores, 1 free");
  }

  @Test
  void saysWhatIsTooSmall() {
    Decision decision =
        placer.decide(List.of(group("big", 1, NOW, 3500)), fleet(node("a", 2000)), NOW).getFirst();

    assertThat(decision).isInstanceOf(Decision.Impossible.class);
    assertThat(decision.explanation().toString())
        .isEqualTo("pool: too small: needs 3.5 CPU cores, 2 free");
  }

  /** What it remembers of one call holds in the next only as far as the fleet is the same. */
  @Test
  void heedsWhatHasChangedSinceTheLastCall() {
    GroupRequest group =
        Given.wishing(Given.group("g", Given.tasks(1, 8), Given.hours(1)), Objective.COST);
    PoolState cheap = Given.pool("cheap", Chips.FAST, 1, 1);
    PoolState dear = Given.pool("dear", Chips.FAST, 2, 1);
    PoolState cheapest = Given.pool("dear", Chips.FAST, 0.5, 1);
    Node node = cheap.nodes().getFirst();
    PoolState drained =
        cheap.with(
            List.of(
                new Node(
                    node.name(),
                    node.platform(),
                    node.capacity(),
                    node.free(),
                    node.labels(),
                    false)));

    assertThat(pool(group, cheap, dear)).isEqualTo("cheap");
    assertThat(pool(group, drained, dear)).isEqualTo("dear");
    assertThat(pool(group, cheap, dear)).isEqualTo("cheap");
    assertThat(pool(group, cheap, cheapest)).isEqualTo("dear");
    assertThat(pool(group, cheap)).isEqualTo("cheap");
  }

  private String pool(GroupRequest group, PoolState... pools) {
    FleetState fleet = Given.fleet(Given.PLAIN, pools);
    Decision decision = placer.decide(List.of(group), fleet, NOW).getFirst();
    return decision instanceof Decision.Placed placed ? placed.placement().pool() : "";
  }

  @Test
  void knowsNoOtherPool() {
    Decision decision =
        placer.decide(List.of(group("g", 1, NOW, 1)), new FleetState(List.of()), NOW).getFirst();

    assertThat(decision).isInstanceOf(Decision.Impossible.class);
  }

  @Test
  void usesNoPlatformThatIsForbiddenWhateverThePriority() {
    FleetState fleet = fleet(gpu("fast", 4000), node("slow", 1000));
    Map<String, Forbidden> law = Map.of("gpu", new Forbidden("needs a licence (r1)", false));

    List<Decision> decisions =
        placer.decide(List.of(bound("a", 9, law), bound("b", 8, law)), fleet, NOW);

    assertThat(decisions).extracting(SchedulerTest::kind).containsExactly("Placed", "Waiting");
    assertThat(((Decision.Placed) decisions.getFirst()).placement().node("t")).isEqualTo("slow");
    assertThat(decisions.getLast().explanation().toString())
        .isEqualTo("pool/local: busy: needs 1 CPU core, 0 free; pool/gpu: needs a licence (r1)");
  }

  @Test
  void tellsWhoWaitsForADecisionAndWhoNeedNotWait() {
    FleetState fleet = fleet(gpu("fast", 4000));
    Map<String, Forbidden> liftable = Map.of("gpu", new Forbidden("needs a licence", false));
    Map<String, Forbidden> forGood = Map.of("gpu", new Forbidden("is denied", true));

    assertThat(placer.decide(List.of(bound("a", 1, liftable)), fleet, NOW).getFirst())
        .isInstanceOfSatisfying(
            Decision.Unlawful.class,
            no -> {
              assertThat(no.forGood()).isFalse();
              assertThat(no.explanation().toString())
                  .isEqualTo("waiting for a decision: pool/gpu: needs a licence");
            });
    assertThat(placer.decide(List.of(bound("a", 1, forGood)), fleet, NOW).getFirst())
        .isInstanceOfSatisfying(Decision.Unlawful.class, no -> assertThat(no.forGood()).isTrue());
    assertThat(placer.decide(List.of(bound("a", 1, liftable)), fleet(), NOW).getFirst())
        .isInstanceOf(Decision.Impossible.class);
  }

  /** Who waits for people must not keep others waiting, however long it takes. */
  @Test
  void aGroupThatWaitsForADecisionHoldsNobodyUp() {
    Map<String, Forbidden> law = Map.of("gpu", new Forbidden("needs a licence", false));
    GroupRequest undecided = bound("old", 9, law);

    List<Decision> decisions =
        placer.decide(List.of(undecided, group("g", 1, NOW, 1000)), fleet(gpu("n", 1000)), NOW);

    assertThat(decisions).extracting(SchedulerTest::kind).containsExactly("Unlawful", "Placed");
  }

  private static GroupRequest bound(String id, int priority, Map<String, Forbidden> law) {
    Stage stage = new Stage(id, tasks(), Work.UNKNOWN, Map.of("pool", law), 0, List.of());
    return new GroupRequest(id, "", priority, NOW, stage, Wishes.pool("pool"), List.of());
  }

  private static List<TaskRequest> tasks() {
    return List.of(task("t", 1000));
  }

  private static Node gpu(String name, long cpuMilli) {
    Resources all = Resources.whole(cpuMilli, 0, 0, 0);
    return new Node(name, "gpu", all, all);
  }

  private static String kind(Decision decision) {
    return decision.getClass().getSimpleName();
  }

  private static GroupRequest group(String id, int priority, Instant since, long cpuMilli) {
    return new GroupRequest(id, "pool", priority, since, List.of(task("t", cpuMilli)));
  }

  /** The chip has 80 GB: enough for 40 GiB as a whole and as a half, and not as a quarter. */
  @Test
  void acceleratorMemoryIsThatOfThePart() {
    for (long milli : new long[] {2000, 1000, 500}) {
      assertThat(needing40GiB(milli)).isInstanceOf(Decision.Placed.class);
    }
    Decision quarter = needing40GiB(250);
    assertThat(quarter).isInstanceOf(Decision.Impossible.class);
    assertThat(Given.candidate(quarter, "x").constraint()).contains(Constraint.CHIP);
    assertThat(Given.candidate(quarter, "x").reason())
        .isEqualTo("it needs 40 GiB of accelerator memory, and its part has 20 GiB");
  }

  private static Decision needing40GiB(long milli) {
    TaskRequest task =
        new TaskRequest(
            "t",
            new Resources(0, 1, 1, milli),
            Optional.empty(),
            Set.of(),
            List.of(),
            List.of(),
            40L << 30,
            List.of());
    FleetState fleet = Given.fleet(Given.PLAIN, Given.pool("x", Chips.FAST, 2, 1));
    return Given.decide(fleet, Given.group("g", List.of(task), Given.hours(1))).of("g");
  }

  private static TaskRequest task(String name, long cpuMilli) {
    return new TaskRequest(name, Resources.whole(cpuMilli, 0, 0, 0), Optional.empty(), Set.of());
  }

  private static FleetState fleet(Node... nodes) {
    return new FleetState(List.of(new PoolState("pool", List.of(nodes))));
  }

  private static Node node(String name, long cpuMilli) {
    Resources all = Resources.whole(cpuMilli, 0, 0, 0);
    return new Node(name, "local", all, all);
  }

  private static Node busy(String name, long cpuMilli) {
    return new Node(name, "local", Resources.whole(cpuMilli, 0, 0, 0), Resources.NONE);
  }
}
