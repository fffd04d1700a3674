package io.sesamo.model.spec;

import static io.sesamo.model.spec.Reading.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** As many tasks as any pool may allow, and whatever takes time or room with their number. */
class LargeSpecTest {

  private static final String RENDERED =
      """
      workflow:
        name: large
        resources: {default: {cpu: 1, memory: 64Mi}}
        groups:
      {% for group in range(100) %}
        - name: group-{{ group }}
          tasks:
      {% for task in range(100) %}
          - name: task-{{ group }}-{{ task }}
            lead: {{ 'true' if task == 0 else 'false' }}
            image: ubuntu:24.04
            command: [bash, /tmp/run.sh]
            files:
            - path: /tmp/run.sh
              contents: |
                set -e
                python render.py --seed "$SEED" --out {{ '{{output}}' }}
            environment: {SEED: "{{ task }}", MODE: fast}
      {% if group > 0 %}
            inputs:
            - task: task-{{ group - 1 }}-{{ task }}
      {% endif %}
      {% endfor %}
      {% endfor %}
      """;

  @Test
  void tenThousandTasksInAHundredGroupsAreReadAndReadAgain() {
    SpecResult.Accepted made = accepted(RENDERED);

    assertThat(made.spec().groups())
        .hasSize(100)
        .allSatisfy(group -> assertThat(group.tasks()).hasSize(100));
    assertThat(made.spec().groups().getLast().upstream()).containsExactly("group-98");
    assertThat(accepted(LocalFiles.asTemplate(made.rendered())).spec()).isEqualTo(made.spec());
    String stored = SpecWriter.write(made.spec());
    assertThat(SpecReader.readStored(stored)).isEqualTo(made.spec());
  }

  @Test
  void moreTasksThanAllowedAreRefusedWithTheWayOut() {
    assertThat(refused(tasks(21, task -> "")))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message()).contains("has 21 tasks; at most 20 are allowed");
          assertThat(problem.advice()).contains("tasks: 21", "pool.yaml", "up to 10000");
        });
    assertThat(problems(tasks(10_001, task -> "")))
        .singleElement()
        .extracting(Problem::advice)
        .isEqualTo("Split it into several workflows.");
  }

  @Test
  void aChainMayBeAsLongAsAWorkflow() {
    IntFunction<String> next = task -> task < 9_999 ? input(task + 1) : "";

    assertThat(accepted(tasks(10_000, next)).spec().groups().getFirst().upstream())
        .containsExactly("t1-group");
    assertThat(problems(tasks(10_000, task -> input((task + 1) % 10_000))))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("form a cycle: t0 → t9999 →");
  }

  @Test
  void aTaskMayTakeTheOutputsOfAllOthers() {
    String all =
        IntStream.range(0, 9_999)
            .mapToObj(task -> "{task: t" + task + "}")
            .collect(Collectors.joining(", ", ", inputs: [", "]"));
    String text = tasks(10_000, task -> task == 9_999 ? all : "");

    assertThat(accepted(text).spec().groups().getLast().upstream()).hasSize(9_999);
  }

  @Test
  void aMistakeInEveryTaskIsToldForEach() {
    List<Problem> problems = problems(tasks(10_000, task -> ", inputs: [{task: u" + task + "}]"));

    assertThat(problems).hasSize(10_000);
    assertThat(problems.getFirst().advice()).isEqualTo("Did you mean t0?");
  }

  /** What aliases stand for is written out, and quotes take two signs. */
  @Test
  void aSpecThatGrowsWhenItIsStoredCanBeReadAgain() {
    String text =
        "workflow:\n  name: w\n  tasks:\n  - {name: t, image: i, command: [&long '%s'%s]}\n"
            .formatted("\"".repeat(400_000), ", *long".repeat(19));
    WorkflowSpec spec = accepted(text).spec();

    assertThat(SpecReader.readStored(SpecWriter.write(spec))).isEqualTo(spec);
    String more = text.replace("]}", ", *long".repeat(20) + "]}");
    assertThat(problems(more)).singleElement().asString().contains("more than 8388608 characters");
  }

  private static String tasks(int count, IntFunction<String> more) {
    return IntStream.range(0, count)
        .mapToObj(
            task -> "  - {name: t%d, image: i, command: [x]%s}\n".formatted(task, more.apply(task)))
        .collect(Collectors.joining("", "workflow:\n  name: w\n  tasks:\n", ""));
  }

  private static String input(int task) {
    return ", inputs: [{task: t" + task + "}]";
  }

  private static SpecResult.Accepted accepted(String text) {
    SpecResult result = SpecReader.read(SpecSource.of("w.yaml", text), SpecReader.MOST_TASKS);
    assertThat(result).isInstanceOf(SpecResult.Accepted.class);
    return (SpecResult.Accepted) result;
  }

  private static List<Problem> problems(String text) {
    SpecResult result = SpecReader.read(SpecSource.of("w.yaml", text), SpecReader.MOST_TASKS);
    assertThat(result).isInstanceOf(SpecResult.Refused.class);
    return ((SpecResult.Refused) result).problems();
  }
}
