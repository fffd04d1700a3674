package io.sesamo.model.spec;

import static io.sesamo.model.spec.Reading.accepted;
import static io.sesamo.model.spec.Reading.refused;
import static io.sesamo.model.spec.Reading.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecReaderTest {

  private static final String TASK =
      """
      workflow:
        name: w
        tasks:
        - name: train
          image: ubuntu:24.04
          command: [bash, -c]
          args: ["echo {{output}} > {{output}}/x"]
      """;

  @Test
  void readsAWorkflowWithDataFromTaskToTask() {
    WorkflowSpec spec =
        accepted(
            TASK
                + """
                    resource: big
                    exitActions: {reschedule: "1-3,7"}
                  - name: test
                    image: i
                    command: [x]
                    inputs: [{task: train}]
                  resources:
                    default: {}
                    big: {cpu: 2, memory: 3Gi, gpu: 1}
                  timeout: {exec_timeout: 90m}
                """);

    assertThat(spec.groups())
        .extracting(GroupSpec::name)
        .containsExactly("train-group", "test-group");
    assertThat(spec.groups().get(1).upstream()).containsExactly("train-group");
    TaskSpec train = spec.groups().getFirst().lead();
    assertThat(train.args()).containsExactly("echo {{output}} > {{output}}/x");
    assertThat(train.resources().amount().memoryBytes()).isEqualTo(3L << 30);
    assertThat(train.exitActions().actionFor(2)).contains(ExitActions.Action.RESCHEDULE);
    assertThat(spec.timeouts().exec()).isEqualTo(Optional.of(Duration.ofMinutes(90)));
  }

  @Test
  void rendersTemplatesWithTypedSettings() {
    String text =
        """
        default-values:
          n: 2
          deep: {on: true}
        workflow:
          name: t
          tasks:
        {% for i in range(n) %}
          - name: t{{ i }}
            image: i
            command: [echo, "{{ deep }} {{ n * 2 }} {{ word | default('none') }}"]
        {% endfor %}
        """;
    SpecSource source =
        new SpecSource("t.yaml", text, List.of("n=3"), List.of("word=007"), Map.of(), Map.of());

    WorkflowSpec spec = ((SpecResult.Accepted) SpecReader.read(source)).spec();

    assertThat(spec.groups()).hasSize(3);
    assertThat(spec.groups().getFirst().lead().command().get(1)).isEqualTo("{True: True} 6 007");
  }

  @Test
  void namesThePlaceOfEachMistake() {
    List<Problem> problems =
        refused(
            """
            workflow:
              name: w
              tasks:
              - name: a
                image: i
                comand: [x]
                cpu: 1
            """);

    assertThat(problems.stream().map(Problem::toString))
        .containsExactly(
            "w.yaml:6:5: error: There is no field 'comand' in task 'a'. Did you mean command?",
            "w.yaml:7:5: error: There is no field 'cpu' in task 'a'.",
            "w.yaml:4:5: error: The field 'command' is missing in task 'a'. Write a list such as"
                + " [bash, -c, 'echo hello'].");
  }

  @Test
  void namesTheTasksOfACycle() {
    assertThat(
            refused(
                """
                workflow:
                  name: w
                  tasks:
                  - {name: a, image: i, command: [x], inputs: [{task: b}]}
                  - {name: b, image: i, command: [x], inputs: [{task: a}]}
                """))
        .extracting(Problem::message)
        .containsExactly("The inputs form a cycle: a → b → a.");
  }

  @Test
  void anUpstreamTaskMayStandLater() {
    WorkflowSpec spec =
        accepted(
            """
            workflow:
              name: w
              tasks:
              - {name: b, image: i, command: [x], inputs: [{task: a}]}
              - {name: a, image: i, command: [x]}
            """);

    assertThat(spec.groups().getFirst().upstream()).isEqualTo(Set.of("a-group"));
  }

  @Test
  void suggestsTheNameThatWasMeant() {
    assertThat(refused(TASK + "  - {name: b, image: i, command: [x], inputs: [{task: trian}]}\n"))
        .extracting(Problem::advice)
        .containsExactly("Did you mean train?");
  }

  @Test
  void refusesNonsenseThatOsmoAccepts() {
    assertThat(refused("version: 1\n" + TASK)).hasSize(1);
    assertThat(refused(TASK + "  resources: {default: {cpu: -1}}\n")).hasSize(1);
    assertThat(refused(TASK + "  timeout: {exec_timeout: -5m}\n")).hasSize(1);
    assertThat(refused(TASK + "    files: [{path: /tmp/../osmo/x, contents: y}]\n")).hasSize(1);
    assertThat(refused(TASK + "    environment: {A: \"a\\0b\"}\n")).hasSize(1);
  }

  @Test
  void refusesWhatOsmoRefuses() {
    refused(TASK + "  labels: {k: 5}\n");
    refused(TASK.replace("train", "t".repeat(59)));
    refused(TASK + "  timeout: {exec_timeout: '10m '}\n");
    refused(TASK + "  timeout: {exec_timeout: PT10m}\n");
    refused(TASK + "  timeout: {exec_timeout: P1DT-1H}\n");
    refused(TASK + "    environment: {A: x\ty}\n");
    refused(TASK + "    environment: {A: &a x, B: &a y}\n");
    refused(TASK + "    environment: {1: x}\n");
    refused(TASK + "    environment: {A: !!binary aGk}\n");
    refused(TASK + "    credentials: {c: {5: user}}\n");
    refused(TASK + "    args: ['{{{output}}}']\n");
    refused(TASK + "  name: .inf\n");
    refused(TASK + "  pool: 5\n");
    refused(TASK + "  resources: {default: {cpu: '4.'}}\n");
    refused("'other': 1\n" + TASK.replace("workflow:\n", "workflow:\n  'x': 1\n"));
    refused(TASK + "'version': 1\n");
    refused(
        """
        workflow:
          name: w
          resources: {a: {topology: [{key: rack}]}, b: {topology: [{key: zone}]}}
          tasks:
          - {name: a, image: i, command: [x], resource: a}
          - {name: b, image: i, command: [x], resource: b}
        """);
  }

  @Test
  void takesWhatOsmoTakes() {
    accepted(TASK + "    downloadType:\n    cacheSize: ~\n");
    accepted(TASK + "  timeout: {exec_timeout: ' 10 m', queue_timeout: PT1.5S}\n");
    accepted(TASK + "    inputs: [{url: 's3://b', regex: '(a)?(?(1)b|c)'}]\n");
    accepted(TASK + "    credentials: {c: {A: 5, B: true}}\n");
    accepted(TASK.replace("train", "t".repeat(58)));
    accepted(TASK + "    environment: &e {A: b}\n".replace("&e", "&e"));
    StringBuilder many = new StringBuilder("workflow:\n  name: w\n  tasks:\n");
    many.append("  - &t {name: t0, image: i, command: &c [x], args: &a [y]}\n");
    for (int i = 1; i < 20; i++) {
      many.append("  - {<<: [").append("*t, ".repeat(12)).append("*t], name: t" + i + "}\n");
    }
    accepted(many.toString());
    assertThat(
            accepted(TASK + "    environment: {<<: {A: a}, <<: {A: b}}\n")
                .groups()
                .getFirst()
                .lead()
                .environment())
        .containsEntry("A", "b");
  }

  @Test
  void labelsGivenBesideTheFileAreStronger() {
    String text = TASK + "  labels: {a: '1', b: '2'}\n";
    SpecSource source =
        new SpecSource("w.yaml", text, List.of(), List.of(), Map.of(), Map.of("b", "3"));
    assertThat(SpecReader.read(source))
        .isInstanceOfSatisfying(
            SpecResult.Accepted.class,
            accepted -> assertThat(accepted.spec().labels()).isEqualTo(Map.of("a", "1", "b", "3")));
  }

  @Test
  void saysOfARefusalWhetherOsmoWouldTakeIt() {
    assertThat(refused("version: 1\n" + TASK)).allMatch(Problem::deliberate);
    assertThat(refused(TASK + "  resources: {default: {memory: 100m}}\n"))
        .allMatch(Problem::deliberate);
    assertThat(refused(TASK + "  timeout: {exec_timeout: 1_0m}\n")).allMatch(Problem::deliberate);
    assertThat(refused(TASK + "    exitActions: {FAIL: \"٣\"}\n")).allMatch(Problem::deliberate);
    assertThat(
            refused(TASK + "    files: [{path: /a/b, contents: x}, {path: /a//b, contents: y}]\n"))
        .allMatch(Problem::deliberate);
    assertThat(refused(TASK + "    lead: maybe\n")).noneMatch(Problem::deliberate);
    assertThat(refused(TASK + "  resources: {default: {memory: 1GB}}\n"))
        .noneMatch(Problem::deliberate);
    assertThat(refused(TASK + "    files: [{path: /osmo/x, contents: x}]\n"))
        .noneMatch(Problem::deliberate);
  }

  @Test
  void saysWhatToWriteInstead() {
    assertThat(refused(TASK + "  resources: {default: {memory: 1GB}}\n"))
        .extracting(Problem::toString)
        .containsExactly(
            "w.yaml:8:33: error: Resource 'default' asks for memory '1GB': unit 'GB' is not known;"
                + " write '1G' or '1Gi'.");
    assertThat(advice("  timeout: {exec_timeout: 10h5m}")).isEqualTo("Write PT10H5M.");
    assertThat(advice("  timeout: {exec_timeout: '90'}"))
        .isEqualTo("Write 90s, or leave the quotes out.");
    assertThat(advice("    exitActions: {FAIL: '1, 2'}")).isEqualTo("Write '1,2'.");
    assertThat(advice("    args: [\"{{ output }}\"]"))
        .isEqualTo("Write {{output}} without blanks: it is no template.");
    assertThat(advice("    environment: {A: '${#list[@]}'}")).contains("{{ '{#' }}");
    assertThat(advice("    environment: {A: {{ 'a: b' }}}")).contains("tojson");
  }

  private static String advice(String line) {
    return refused(TASK + line + "\n").getLast().advice();
  }

  @Test
  void warnsOfWhatWouldGoUnseen() {
    assertThat(warnings("text before: all\n" + TASK)).hasSize(1);
    assertThat(warnings(TASK + "  resources: {default: {cpu: 0}}\n")).hasSize(1);
    assertThat(warnings(TASK + "  resources: {default: {memory: 4G}}\n")).hasSize(1);
    assertThat(warnings(TASK + "  resources: {default: {}, big: {cpu: 4}}\n")).hasSize(1);
    assertThat(warnings(TASK + "  timeout: {exec_timeout: 0, queue_timeout: 61d}\n")).hasSize(2);
    assertThat(warnings(TASK + "    exitActions: {FAIL: 1-5, complete: 3, COMPLETE: 9-5}\n"))
        .hasSize(3);
    assertThat(warnings(TASK + "    environment: {A: '{{host:nobody}}'}\n")).hasSize(1);
    String hash = "default-values: {v: 'a #b'}\n" + TASK + "    environment:\n      A: ";
    assertThat(warnings(hash + "{{ v }}\n")).hasSize(1);
    assertThat(warnings(hash + "\"{{ v }}\"\n")).isEmpty();
    assertThat(warnings(TASK + "    environment: {A: \"{{ none }} {{ {'items': 1}.items }}\"}\n"))
        .hasSize(2);
    assertThat(warnings(TASK.replace("ubuntu:24.04", "docker://ubuntu:24.04"))).hasSize(1);
    assertThat(warnings(TASK + "  labels: {osmo.user: x}\n")).hasSize(1);
    assertThat(warnings(TASK + "    files: [{path: tmp/a, contents: x}]\n")).hasSize(1);
  }

  @Test
  void readsPartsOfAccelerators() {
    assertThat(acceleratorMilli("0.25")).isEqualTo(250);
    assertThat(acceleratorMilli("\"0.5\"")).isEqualTo(500);
    assertThat(acceleratorMilli("0.999")).isEqualTo(999);
    assertThat(acceleratorMilli(".001")).isEqualTo(1);
    assertThat(acceleratorMilli("0.300")).isEqualTo(300);
    assertThat(acceleratorMilli("3")).isEqualTo(3000);
    assertThat(acceleratorMilli("2.0")).isEqualTo(2000);
  }

  private static long acceleratorMilli(String gpu) {
    WorkflowSpec spec = accepted(TASK + "  resources: {default: {gpu: " + gpu + "}}\n");
    WorkflowSpec again = accepted(SpecWriter.write(spec));
    assertThat(again.groups()).isEqualTo(spec.groups());
    return spec.groups().getFirst().lead().resources().amount().acceleratorMilli();
  }

  @Test
  void refusesOtherPartsOfAccelerators() {
    for (String gpu : List.of("1.5", "0.0001", "0.3333", "-0.5", "\"0.12345\"", "2.001")) {
      Problem problem = refused(TASK + "  resources: {default: {gpu: " + gpu + "}}\n").getFirst();
      assertThat(problem.message())
          .isEqualTo("Resource 'default' asks for " + gpu.replace("\"", "") + " accelerators.");
      assertThat(problem.advice()).contains("from 0.001 to 0.999");
      assertThat(problem.where().toString()).contains(":");
    }
    refused(TASK + "  resources: {default: {gpu: .nan}}\n");
    refused(TASK + "  resources: {default: {gpu: half}}\n");
  }

  @Test
  void coercesAsOsmoDoes() {
    WorkflowSpec spec =
        accepted(
            TASK
                + """
                    lead: "on"
                    environment: {A: 5, B: 1.50, C: yes, D: !!binary aGk=, E: 0x10}
                  resources: {default: {cpu: "2.0", gpu: 1.0, memory: 1_024, platform: ~}}
                  timeout: {exec_timeout: " +90m", queue_timeout: ~}
                """);
    TaskSpec task = spec.groups().getFirst().lead();
    assertThat(task.environment())
        .isEqualTo(Map.of("A", "5", "B", "1.5", "C", "True", "D", "hi", "E", "16"));
    assertThat(task.resources().amount().cpuMilli()).isEqualTo(2000);
    assertThat(task.resources().amount().memoryBytes()).isEqualTo(1024);
    assertThat(spec.timeouts().exec()).contains(Duration.ofMinutes(90));
    assertThat(spec.timeouts().queue()).isEmpty();

    refused(TASK + "    args: [2026-01-31]\n");
    refused(TASK + "    environment: {1: x}\n");
    refused(TASK + "    lead: maybe\n");
    refused(TASK + "  resources: {big: {cpu: 1}}\n");
    refused(TASK + "    inputs: [{url: 5}]\n");
  }

  @Test
  void warnsOfNumbersThatYamlReadsOtherwiseThanTheyStand() {
    String text = TASK + "    environment: {MODE: 0755, AT: 12:30, OK: 5, AGREE: yes}\n";
    SpecResult result = SpecReader.read(SpecSource.of("w.yaml", text));
    assertThat(result).isInstanceOf(SpecResult.Accepted.class);
    assertThat(((SpecResult.Accepted) result).warnings())
        .extracting(problem -> problem.where() + " " + problem.message())
        .containsExactly(
            "w.yaml:8:25 In 'environment' of task 'train', 0755 is read as 493.",
            "w.yaml:8:35 In 'environment' of task 'train', 12:30 is read as 750.",
            "w.yaml:8:56 In 'environment' of task 'train', yes is read as True.");
  }

  @Test
  void warnsOfATokenThatNoInputWillFill() {
    SpecResult result =
        SpecReader.read(SpecSource.of("w.yaml", TASK + "    environment: {A: '{{input:3}}'}\n"));
    assertThat(result)
        .isInstanceOfSatisfying(
            SpecResult.Accepted.class,
            accepted ->
                assertThat(accepted.warnings())
                    .singleElement()
                    .asString()
                    .contains("{{input:3}}", "stays as it is"));
  }

  @Test
  void placesMistakesInTheTemplateThatTheyComeFrom() {
    List<Problem> problems =
        refused(
            """
            workflow:
              name: w
              tasks:
            {% for i in range(2) %}
              - name: t{{ i }}
                image: i
                comand: [x]
                command: [x]
            {% endfor %}
              - {name: last, image: i, command: [x], lead: {{ 'may' ~ 'be' }}}
            """);
    assertThat(problems)
        .extracting(problem -> problem.where().toString())
        .containsExactly("w.yaml:7:5", "w.yaml:7:5", "w.yaml:10");
    assertThat(problems.getLast().message()).contains("(Line 15, column 48 of the rendered text.)");
  }

  @Test
  void refusesBombs() {
    refused("workflow: {name: '{{ \"x\" * 999999999 }}'}");
    refused(
        "workflow:\n{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}");
    refused(
        "workflow: {a: &a [x,x,x,x], b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a], c: &c [*b,*b,*b,*b,*b,"
            + "*b,*b,*b,*b], d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c], e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d],"
            + " f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}");
    refused("workflow: {name: " + "[".repeat(5000) + "}");
    refused(TASK + "    exitActions: {FAIL: '1111111111111111111111111111x'}\n");
  }

  @Test
  void readsYamlAsPythonDoes() {
    WorkflowSpec spec =
        accepted(TASK + "    environment: {A: 0755, B: 12:30, C: yes, D: 1e3, E: 'no', F: 1.50}\n");

    assertThat(spec.groups().getFirst().lead().environment())
        .isEqualTo(Map.of("A", "493", "B", "750", "C", "True", "D", "1e3", "E", "no", "F", "1.5"));
  }
}
