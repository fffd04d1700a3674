package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.spec.WorkflowSpec;
import io.sesamo.placement.Decision;
import io.sesamo.placement.Scheduler;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a workflow would go, without a server. */
class DryRunTest {

  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

  private static final String BESIDE =
      FleetEngine.TWO_STAGES
          .replace("nodes: {}", "budget: %s USD, objective: cost")
          .replace("resource: small", "resource: chip")
          .replace("chip: {cpu: 1, gpu: 1", "chip: {cpu: 1, gpu: 2")
          .replace(", inputs: [{task: a}]", "");

  private static List<Decision> run(String text) {
    if (!(SpecReader.read(SpecSource.of("w.yaml", text), SpecReader.USUAL_TASKS)
        instanceof SpecResult.Accepted accepted)) {
      throw new AssertionError(text);
    }
    WorkflowSpec spec = accepted.spec();
    return DryRun.of(
        spec,
        LawFixture.fleet(FleetEngine.FLEET),
        LawFixture.source().book(),
        new Scheduler(),
        NOW);
  }

  private static String pool(Decision decision) {
    return decision instanceof Decision.Placed placed ? placed.placement().pool() : "none";
  }

  @Test
  void eachStageGoesWhereItWouldOnAnIdleFleet() {
    List<Decision> decisions = run(FleetEngine.TWO_STAGES);

    assertThat(decisions).extracting(DryRunTest::pool).containsExactly("paris", "saopaulo");
    assertThat(run(FleetEngine.TWO_STAGES)).isEqualTo(decisions);
  }

  @Test
  void dataThatAStageSaysItStoresCountForTheNext() {
    String heavy =
        FleetEngine.TWO_STAGES
            .replace("resource: small}", "resource: small, sesamo: {outputSize: 100Ti}}")
            .replace("nodes: {}", "objective: cost");

    List<Decision> decisions = run(heavy);

    assertThat(decisions.getLast().group().data().getFirst().bytes()).isEqualTo(100L << 40);
    assertThat(decisions.getLast().group().data().getFirst().site()).isEqualTo("eu-west-2");
  }

  @Test
  void asManyBytesAsFitInNoNumberAreManyToMove() {
    String tasks =
        """
          groups:
          - name: a
            tasks:
            - {name: c, lead: true, image: x, command: ["true"], resource: chip, sesamo: {outputSize: SIZE}}
            - {name: d, image: x, command: ["true"], resource: chip, sesamo: {outputSize: SIZE}}
          - name: b
            tasks:
            - {name: e, image: x, command: ["true"], resource: small, inputs: [{task: c}, {task: d}]}
        """;
    String text =
        FleetEngine.TWO_STAGES.substring(0, FleetEngine.TWO_STAGES.indexOf("  tasks:")) + tasks;

    List<Decision> none = run(text.replace("SIZE", "0Ti"));
    List<Decision> most = run(text.replace("SIZE", "8000000Ti"));

    assertThat(pool(none.getFirst())).isEqualTo("saopaulo");
    assertThat(pool(most.getFirst())).isEqualTo("frankfurt");
    assertThat(most.getLast()).isInstanceOf(Decision.Placed.class);
    Decision.Placed last = (Decision.Placed) most.getLast();
    assertThat(last.toString()).doesNotContain("-9223").doesNotContain("bytes=-");
  }

  /** Each costs 1 USD/h × 1 h: what the first takes is not left for the second. */
  @Test
  void groupsBesideEachOtherShareTheBudget() {
    List<Decision> decisions = run(BESIDE.formatted("1.5"));

    assertThat(decisions.getFirst()).isInstanceOf(Decision.Placed.class);
    assertThat(decisions.getLast()).isInstanceOf(Decision.Impossible.class);
    assertThat(decisions.getLast().explanation().toString())
        .contains("would cost 1.00 USD with what comes after it, and 0.50 USD is left");
    assertThat(run(BESIDE.formatted("2"))).allMatch(Decision.Placed.class::isInstance);
  }

  @Test
  void whatHasNoPlaceEndsIt() {
    List<Decision> decisions =
        run(FleetEngine.TWO_STAGES.replace("platform: cpu", "platform: tpu"));

    assertThat(decisions).hasSize(1);
    assertThat(decisions.getFirst()).isInstanceOf(Decision.Impossible.class);
  }
}
