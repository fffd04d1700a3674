package io.sesamo.model.spec;

import static io.sesamo.model.spec.Reading.accepted;
import static io.sesamo.model.spec.Reading.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SesamoFieldsTest {

  private static final String TASK =
      """
      workflow:
        name: w
        tasks:
        - name: train
          image: ubuntu:24.04
          command: [python3, train.py]
      """;

  @Test
  void readsWhatIsSaidToSesamoAlone() {
    WorkflowSpec spec =
        accepted(
            TASK
                + """
                    sesamo:
                      retries: {limit: 3, backoff: 10s}
                      accelerators:
                      - model: nvidia-h20
                      - {stack: rocm, image: 'rocm/pytorch:6.4', command: [python3], args: [x.py]}
                      data: {countries: [DE, 'NO'], categories: [personal]}
                      deadline: 2026-12-24T18:00:00+01:00
                      duration: {nvidia-h20: 90m, thead-zhenwu-810e: 2h}
                      acceleratorMemory: 24Gi
                      outputSize: 20Gi
                  sesamo:
                    {tenant: robots/arms, budget: 500 EUR, residency: [FR, EU], waitForDecision: true,
                     objective: {time: 2, cost: 1}, nodes: {zone: north}, spread: true}
                """);
    SesamoTask task = spec.groups().getFirst().lead().sesamo();
    assertThat(task.retries())
        .contains(new SesamoTask.Retries(3, Optional.of(Duration.ofSeconds(10))));
    assertThat(task.accelerators().get(1).command()).containsExactly("python3");
    assertThat(task.data().countries()).containsExactly("DE", "NO");
    assertThat(task.deadline())
        .contains(new SesamoTask.Deadline.At(Instant.parse("2026-12-24T17:00:00Z")));
    assertThat(spec.sesamo().budget()).map(Object::toString).contains("500 EUR");
    assertThat(spec.sesamo().residency()).containsExactly("FR", "EU");
    assertThat(spec.sesamo().waitForDecision()).isTrue();
    assertThat(task.duration())
        .containsExactly(
            new SesamoTask.RunTime(Duration.ofMinutes(90), Optional.of("nvidia-h20")),
            new SesamoTask.RunTime(Duration.ofHours(2), Optional.of("thead-zhenwu-810e")));
    assertThat(task.acceleratorMemoryBytes()).isEqualTo(24L << 30);
    assertThat(task.outputBytes()).isEqualTo(20L << 30);
    assertThat(spec.sesamo().objective()).contains(new SesamoWorkflow.Objective(2, 1, 0));
    assertThat(spec.sesamo().nodes()).containsExactly(Map.entry("zone", "north"));
    assertThat(spec.sesamo().spread()).isTrue();
    assertThat(SpecReader.readStored(SpecWriter.write(spec))).isEqualTo(spec);
  }

  @Test
  void anObjectiveHasANameAndADurationMayHoldEverywhere() {
    WorkflowSpec spec =
        accepted(TASK + "    sesamo: {duration: 2h}\n  sesamo: {objective: carbon}\n");
    assertThat(spec.groups().getFirst().lead().sesamo().duration())
        .containsExactly(new SesamoTask.RunTime(Duration.ofHours(2), Optional.empty()));
    assertThat(spec.sesamo().objective()).contains(new SesamoWorkflow.Objective(0, 0, 1));
    assertThat(SpecWriter.write(spec)).contains("objective: carbon");
  }

  @Test
  void refusesMistakesInWhatIsSaidToSesamo() {
    assertThat(refused(TASK + "    sesamo: {retires: {limit: 1}}\n"))
        .extracting(Problem::advice)
        .containsExactly("Did you mean retries?");
    refused(TASK + "    sesamo: {retries: 3}\n");
    refused(TASK + "    sesamo: {retries: {limit: 101}}\n");
    refused(TASK + "    sesamo: {accelerators: [{model: a, stack: b}]}\n");
    refused(TASK + "    sesamo: {data: {countries: [XX]}}\n");
    refused(TASK + "    sesamo: {data: {countries: [NO]}}\n");
    refused(TASK + "    sesamo: {deadline: tomorrow}\n");
    refused(TASK + "  sesamo: {budget: 500}\n");
    refused(TASK + "  sesamo: {budget: 500 XYZ}\n");
    refused(TASK + "  sesamo: {tenant: ../x}\n");
    refused(TASK + "  sesamo: 5\n");
    refused(TASK + "    sesamo: {duration: 0s}\n");
    refused(TASK + "    sesamo: {duration: {nvidia-h20: 1h, nvidia-l20: 0s}}\n");
    refused(TASK + "    sesamo: {duration: {}}\n");
    refused(TASK + "    sesamo: {outputSize: much}\n");
    refused(TASK + "  sesamo: {objective: speed}\n");
    refused(TASK + "  sesamo: {objective: {time: 0}}\n");
    refused(TASK + "  sesamo: {objective: {time: -1, cost: 2}}\n");
    refused(TASK + "  sesamo: {objective: {tme: 1}}\n");
    refused(TASK + "  sesamo: {nodes: [a]}\n");
    refused(TASK + "  sesamo: {spread: perhaps}\n");
  }
}
