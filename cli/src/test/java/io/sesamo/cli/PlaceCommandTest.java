package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.client.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the example would go in the example fleet, without a server. */
class PlaceCommandTest {

  private static final String WORKFLOW = "../examples/world/workflow.yaml";
  private static final String WORLD = "../examples/fleets/world.yaml";

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));

  @BeforeEach
  void open() {
    home = new Home(folder.resolve("home"));
  }

  private CliRun place(String... more) {
    List<String> words = List.of("place", WORKFLOW, "--fleet", WORLD);
    String[] all = Stream.concat(words.stream(), Stream.of(more)).toArray(String[]::new);
    return CliRun.of(home, all);
  }

  @Test
  void keepsPersonalDataOutOfTheCheapestSite() {
    CliRun run = place("--output", "json");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(pool(run, "synthesise-group")).isEqualTo("ulanqab");
    assertThat(pool(run, "train-group")).isIn("amsterdam", "paris");
    List<Json> candidates = group(run, "train-group").get("candidates").items();
    assertThat(candidates)
        .anySatisfy(no -> {
          assertThat(no.get("pool").text()).isEqualTo("ulanqab/h20");
          assertThat(no.get("constraint").text()).isEqualTo("law");
          assertThat(no.get("reason").text()).contains("eu-gdpr-v");
        });
    assertThat(group(run, "test-group").get("candidates").items())
        .anySatisfy(no -> assertThat(no.get("reason").text()).contains("moving its data from"));
  }

  @Test
  void tellsItIn80ColumnsAndSaysWhatIsEmulated() {
    CliRun run = place();

    assertThat(run.exitCode()).isZero();
    assertThat(run.output().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(run.output())
        .contains("synthesise-group  ulanqab, cn-wulanchabu, emulated")
        .contains("best for objective cost, before")
        .contains("not in shenzhen - tenant: only for shen-robots")
        .contains("Nothing was submitted.");
  }

  @Test
  void tellsWhatIsPassedOver() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("w.yaml"),
            """
            workflow:
              name: w
              sesamo: {budget: 500 EUR}
              resources: {default: {cpu: 1, memory: 1Gi}}
              tasks:
              - name: a
                image: "ubuntu:24.04"
                command: ["true"]
                sesamo:
                  accelerators: [{model: nvidia-h200}, {model: nvidia-l20}]
                  duration: {nvidia-l20: 1h, quantum: 1h}
            """);

    CliRun run = CliRun.of(home, "place", file.toString(), "--fleet", WORLD);

    assertThat(run.exitCode()).isZero();
    assertThat(run.errors().lines())
        .containsExactly(
            "Nothing is done about a budget in another currency than USD yet (sesamo).",
            "The catalogue has no accelerator 'nvidia-h200' (sesamo). Did you mean"
                + " nvidia-h200-sxm?",
            "The catalogue has no accelerator 'quantum' (sesamo). `sesamo catalog accelerators`"
                + " lists them.");
  }

  @Test
  void tellsByWhichPartOfACentAPlaceIsBetter() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("w.yaml"),
            """
            workflow:
              name: cheap
              sesamo: {objective: cost}
              resources: {default: {cpu: 1, memory: 1Gi}}
              tasks: [{name: a, image: "ubuntu:24.04", command: ["true"]}]
            """);

    CliRun run = CliRun.of(home, "place", file.toString(), "--fleet", WORLD);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output()).doesNotContain(" 0.00 USD");
    assertThat(run.output().replaceAll("\\s+", " "))
        .containsPattern("best for objective cost, before [^:]+: there 0\\.00[0-9]{2} USD dearer");
  }

  @Test
  void tellsLongNamesAndHighPricesIn80ColumnsToo() throws Exception {
    String name = "kualalumpur-east" + "-of-the-river".repeat(3);
    String fleet =
        Files.readString(Path.of(WORLD))
            .replace("name: paris", "name: " + name)
            .replace("name: amsterdam", "name: kualalumpur-east")
            .replaceAll(" price: [0-9.]+,", "")
            .replace(" nodes: ", " price: 900, nodes: ");
    Path file = Files.writeString(folder.resolve("fleet.yaml"), fleet);

    CliRun run =
        CliRun.of(home, "place", WORKFLOW, "--fleet", file.toString(), "--set", "objective=carbon");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.output().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(run.output()).contains(name + ", eu-west-2").contains("00 USD");
  }

  @Test
  void anotherObjectiveGoesElsewhere() {
    CliRun time = place("--set", "objective=time", "--output", "json");
    CliRun carbon = place("--set", "objective=carbon", "--output", "json");

    assertThat(pool(time, "synthesise-group")).isNotEqualTo("ulanqab"); // faster chips elsewhere
    assertThat(pool(carbon, "train-group")).isEqualTo("paris");
  }

  @Test
  void refusesAFleetThatCannotBeUsed() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "operator: 3\nsites: [{site: x}]\n");

    CliRun run = CliRun.of(home, "place", WORKFLOW, "--fleet", bad.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("bad.yaml:1:");
    assertThat(CliRun.of(home, "place", WORKFLOW).exitCode()).isEqualTo(2);
    assertThat(CliRun.of(home, "place", "none.yaml", "--fleet", WORLD).exitCode()).isEqualTo(2);
  }

  private static Json group(CliRun run, String name) {
    return run.json().get("groups").items().stream()
        .filter(group -> group.get("group").text().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String pool(CliRun run, String group) {
    return group(run, group).get("placed").get("pool").text();
  }
}
