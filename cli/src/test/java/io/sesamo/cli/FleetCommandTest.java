package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import io.sesamo.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about fleets: with files alone, and with a server. */
class FleetCommandTest {

  private static final String WORLD = "../examples/fleets/world.yaml";
  private static final String API = "/api/sesamo/v1/fleet";

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));
  private FakeServer server = FakeServer.start();

  @BeforeEach
  void open() {
    home = new Home(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void serve() {
    long pid = ProcessHandle.current().pid();
    server.register(home, pid);
    server.introduce(pid, CliRun.VERSION, false);
  }

  private CliRun run(String... arguments) {
    return CliRun.of(home, arguments);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("fleet.yaml"), text).toString();
  }

  @Test
  void checksTheExampleAndTellsItsSize() {
    CliRun run = run("fleet", "check", WORLD);

    assertThat(run.exitCode()).isZero();
    assertThat(run.errors()).isEmpty();
    assertThat(run.output())
        .contains("OK: " + WORLD)
        .contains("13 sites in 9 countries: AE BR CN FR JP KR MX MY NL")
        .contains("13 pools, all emulated")
        .contains("304 nodes with 2304 accelerators, all emulated");

    Json totals = run("fleet", "check", WORLD, "-o", "json").json().get("totals");
    assertThat(totals.get("emulatedAccelerators").number()).isEqualTo(2304);
    assertThat(totals.get("acceleratorsByModel").get("thead-zhenwu-810e").number()).isEqualTo(576);
  }

  @Test
  void showsAFileIn80Columns() {
    CliRun run = run("fleet", "show", WORLD);

    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .contains("paris  eu-west-2, Paris, FR  emulated")
        .contains("0.185 USD/kWh, 56 gCO2e/kWh, PUE 1.25")
        .contains("0.087 USD/kWh, 582 gCO2e/kWh, PUE 1.25; for shen-robots")
        .containsPattern("h100 +nvidia-h100-sxm +16 +128 +2.95\\n")
        .containsPattern("cpu +none +8\\n");
    assertThat(run.output().lines()).allMatch(line -> line.length() <= 80);

    Json pools = run("fleet", "show", WORLD, "-o", "json").json().get("pools");
    Json paris =
        pools.items().stream()
            .filter(pool -> pool.get("name").text().equals("paris"))
            .findFirst()
            .orElseThrow();
    assertThat(paris.get("carbon").get("value").number()).isEqualTo(56);
    assertThat(paris.get("carbon").get("source").text()).isEqualTo("the catalogue");
    assertThat(paris.get("platforms").items().getFirst().get("pricePerHour").decimal())
        .isEqualTo(2.95);
  }

  /** What the example promises in its comments. */
  @Test
  void theLawLetsEachTenantUseSomePlacesOfTheExampleAndNotOthers() throws IOException {
    assertThat(lawful("euro-arms", "DE", "personal")).containsExactly("eu-west-2", "planned-nl");
    assertThat(lawful("shen-robots", "CN", "important"))
        .containsExactly("cn-hangzhou", "cn-shanghai", "cn-shenzhen", "cn-wulanchabu");
    assertThat(lawful("nippon-motion", "JP", "personal")).containsExactly("ap-northeast-1");
    assertThat(lawful("campo-verde", "BR", "other")).hasSize(13);

    assertThat(verdicts("shen-robots", "CN", "other", "ppu")).containsOnly("allow");
    assertThat(verdicts("nippon-motion", "JP", "other", "ppu")).containsOnly("review");
    assertThat(verdicts("nippon-motion", "JP", "other", "h20")).containsOnly("allow");
  }

  private Set<String> lawful(String tenant, String country, String category) throws IOException {
    return judged(tenant, country, category).stream()
        .filter(row -> row.get("verdict").text().equals("allow"))
        .map(row -> row.get("site").text())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> verdicts(String tenant, String country, String category, String platform)
      throws IOException {
    return judged(tenant, country, category).stream()
        .filter(row -> row.get("platform").text().equals(platform))
        .map(row -> row.get("verdict").text())
        .collect(Collectors.toSet());
  }

  private List<Json> judged(String tenant, String country, String category) throws IOException {
    String workflow =
        """
        workflow:
          name: w
          resources: {default: {gpu: 1, cpu: 1, memory: 1Gi, storage: 1Gi}}
          sesamo: {tenant: %s}
          tasks:
          - {name: a, image: i, command: [x], sesamo: {data: {countries: [%s], categories: [%s]}}}
        """
            .formatted(tenant, country, category);
    String file = Files.writeString(folder.resolve("w.yaml"), workflow).toString();
    Json answer = run("validate", file, "--fleet", WORLD, "-o", "json").json();
    return answer.get("files").items().getFirst().get("law").items();
  }

  @Test
  void whatIsNotEmulatedIsFoundOutByItsBackend() throws IOException {
    String fleet =
        file(
            """
            operator: {name: Example, headquarters: FR}
            sites:
              - site: eu-west-2
                pools: [{name: default, platforms: [{name: local, accelerator: nvidia-l4, nodes: 2}]}]
            """);
    CliRun run = run("fleet", "show", fleet);

    assertThat(run.output())
        .contains("default  eu-west-2, Paris, FR  local")
        .containsPattern("local +nvidia-l4 +\\? +\\? +0.95")
        .contains("1 pool, none emulated: its backend finds out what there is");
    assertThat(run.errors()).contains("'nodes' of platform 'local' has no effect.");
  }

  @Test
  void aBadFileIsRefusedWithItsPlaces() throws IOException {
    String bad =
        file(
            """
            operator: {name: Example, headquarters: FR}
            sites:
              - site: dubai
                pools:
                  - name: gulf
                    emulated: true
                    platforms: [{name: a, accelerator: nvidia-h21, accelerators: -8, nodes: 1000000}]
            """);
    CliRun run = run("fleet", "check", bad);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors())
        .contains(bad + ":3:11: error: The catalogue has no site 'dubai'. Did you mean me-east-1?")
        .contains("     3 |   - site: dubai\n       |           ^\n")
        .contains("has no accelerator 'nvidia-h21'. Did you mean nvidia-h20?")
        .contains("must be a whole number from 0 to 64, not -8.")
        .contains("must be a whole number from 1 to 200000, not 1000000.")
        .contains(bad + " cannot be used.");

    Json problems = run("fleet", "apply", bad, "-o", "json").json().get("error").get("problems");
    assertThat(problems.items().getFirst().get("line").number()).isEqualTo(3);
    assertThat(problems.items().getFirst().get("column").number()).isEqualTo(11);
    assertThat(run("fleet", "check", folder.toString()).errors()).contains("is a folder.");
    assertThat(run("fleet", "show", "nowhere").errors()).contains("There is no file nowhere.");
    assertThat(run("fleet").errors())
        .contains("Say what: sesamo fleet check, show, apply, drain, resume, remove.");
  }

  @Test
  void showsTheServersFleet() {
    serve();
    server.answer(
        API,
        """
        {"version": 4, "appliedAt": "2026-01-02T11:00:00.123Z", "by": "alice", "text": "",
         "pools": [
          {"name": "paris", "site": "eu-west-2", "city": "Paris", "country": "FR",
           "backend": "local", "emulated": true, "state": "drained", "reason": "new switches",
           "platforms": [{"name": "h100", "accelerator": "nvidia-h100-sxm", "nodes": 16,
            "accelerators": 128, "acceleratorsFree": 24, "pricePerHour": 2.95}]},
          {"name": "default", "site": "sa-east-1", "city": "S", "country": "BR",
           "backend": "local", "emulated": false, "state": "open", "reason": "",
           "platforms": [{"name": "local", "accelerator": null, "nodes": 1,
            "accelerators": 0, "acceleratorsFree": 0, "pricePerHour": null}]},
          {"name": "lab", "site": "sa-east-1", "city": "S", "country": "BR",
           "backend": "local", "emulated": true, "state": "open", "reason": "",
           "nodesDrained": 2, "platforms": [{"name": "cpu", "accelerator": null, "nodes": 2,
            "accelerators": 0, "acceleratorsFree": 0, "pricePerHour": null}]}]}
        """);
    CliRun run = run("fleet", "show");

    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .contains("paris  eu-west-2, Paris, FR  emulated  drained\n  new switches\n")
        .containsPattern("h100 +nvidia-h100-sxm +16 +128 +24 +2.95\\n")
        .contains("default  sa-east-1, S, BR  local  open\n")
        .contains("lab  sa-east-1, S, BR  emulated  2 of 2 nodes drained\n")
        .contains("Version 4, applied 2026-01-02T11:00:00Z by alice.");
    assertThat(run("fleet", "show", "-o", "json").json().get("version").number()).isEqualTo(4);
  }

  @Test
  void showsLongWordsIn80ColumnsToo() throws IOException {
    String pool = "p" + "-of-the-river".repeat(4);
    String tenants =
        IntStream.range(0, 20).mapToObj(i -> "robots-" + i).collect(Collectors.joining(", "));
    String fleet =
        """
        operator: {name: Example, headquarters: FR}
        tenants: {%s}
        sites:
          - site: eu-west-2
            pools:
              - name: %s
                tenants: [%s]
        """
            .formatted(tenants.replaceAll("robots-[0-9]+", "$0: {}"), pool, tenants);

    CliRun file = run("fleet", "show", file(fleet));

    assertThat(file.output().lines()).allMatch(line -> line.length() <= 80);
    String kind = "h".repeat(63);
    String kinds =
        """
                emulated: true
                platforms:
                  - {name: %s, accelerator: nvidia-h100-sxm, accelerators: 8, cpu: 8,
                     memory: 1Ti, nodes: 2}
                  - {name: cpu, cpu: 8, memory: 1Ti, nodes: 2}
        """
            .formatted(kind);
    CliRun wide = run("fleet", "show", file(fleet + kinds));
    assertThat(wide.output().lines()).allMatch(line -> line.length() <= 80);
    assertThat(wide.output())
        .containsPattern("\n  " + kind + "\n {12}nvidia-h100-sxm +2 +16")
        .containsPattern("\n  cpu +none +2\n");
    assertThat(file.output()).contains("for robots-0, robots-1,").contains(" robots-19\n");

    serve();
    server.answer(
        API,
        """
        {"version": 4, "appliedAt": "2026-01-02T11:00:00Z", "by": "alice", "text": "",
         "pools": [
          {"name": "%s", "site": "eu-west-2", "city": "Paris", "country": "FR",
           "backend": "local", "emulated": true, "state": "drained",
           "reason": "%s end", "platforms": []}]}
        """
            .formatted(pool, "new switches in all of the racks, ".repeat(5)));
    CliRun shown = run("fleet", "show");

    assertThat(shown.output().lines()).allMatch(line -> line.length() <= 80);
    assertThat(shown.output())
        .contains(pool + "  eu-west-2, Paris, FR\n  emulated  drained\n  new switches in");
  }

  @Test
  void aServerWithoutAFleetSaysSo() {
    serve();
    server.answer(API, 404, "{\"message\": \"This server has no fleet.\"}");

    CliRun run = run("fleet", "show");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.errors()).contains("This server has no fleet.");
  }

  @Test
  void appliesAFile() throws IOException {
    serve();
    server.answer(
        API,
        "{\"version\": 5, \"warnings\": [\"pool shenzhen is gone\"], \"drained\": [\"paris\"]}");

    CliRun run = run("fleet", "apply", WORLD);

    assertThat(run.exitCode()).isZero();
    assertThat(run.errors()).contains("pool shenzhen is gone");
    assertThat(run.output())
        .contains(
            "Applied " + WORLD + ", version 5.\nStill drained: paris.\n", "13 pools, all emulated");
    assertThat(server.requests.getLast())
        .isEqualTo("PUT " + API + " " + Files.readString(Path.of(WORLD)));

    server.answer(API, 400, "{\"message\": \"no\", \"problems\": [\"fleet: pool x is not here\"]}");
    CliRun refused = run("fleet", "apply", WORLD);
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.errors())
        .contains("fleet: pool x is not here", "The server refuses the fleet.");
  }

  /** It stays applied, so whoever asked is to know. */
  @Test
  void saysThatAFleetWasAppliedThoughTheWorkflowIsRefused() {
    serve();
    server
        .answer(API, "{\"version\": 5, \"applied\": true, \"warnings\": []}")
        .answer("/api/pool/any/workflow", 400, "{\"message\": \"no place\"}");

    CliRun refused = run("submit", "../examples/hello.yaml", "--fleet", WORLD);
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.errors()).contains("Applied " + WORLD + ", version 5.\n", "no place");

    server.answer(API, "{\"version\": 5, \"applied\": false, \"warnings\": []}");
    assertThat(run("submit", "../examples/hello.yaml", "--fleet", WORLD).errors())
        .doesNotContain("Applied");
  }

  @Test
  void removesTheFleet() {
    serve();
    server.answer(API, "{\"version\": 6}");

    CliRun removed = run("fleet", "remove");
    assertThat(removed.exitCode()).isZero();
    assertThat(removed.output())
        .isEqualTo("Removed the fleet. Work runs on the server's machine alone now.\n");
    assertThat(server.requests.getLast()).startsWith("DELETE " + API);
    assertThat(run("fleet", "remove", "--output", "json").output()).contains("\"version\":6");

    server.answer(API, 400, "{\"message\": \"Work is under way.\"}");
    assertThat(run("fleet", "remove").errors()).contains("Work is under way.");
  }

  @Test
  void drainsAndResumes() {
    serve();
    server
        .answer(API + "/drain", "{\"name\": \"paris\", \"state\": \"drained\", \"groupsMoved\": 3}")
        .answer(API + "/resume", "{\"name\": \"paris\", \"state\": \"open\", \"groupsMoved\": 0}");

    CliRun drained = run("fleet", "drain", "paris", "--reason", "new switches");
    assertThat(drained.exitCode()).isZero();
    assertThat(drained.output()).isEqualTo("Drained paris. 3 groups move elsewhere.\n");
    assertThat(server.requests.getLast())
        .startsWith("POST " + API + "/drain")
        .contains("\"name\":\"paris\"", "\"reason\":\"new switches\"");

    server.answer(
        API + "/drain",
        "{\"name\": \"paris\", \"groupsMoved\": 0, \"groupsStaying\": 1, \"movesPerHour\": 2}");
    assertThat(run("fleet", "drain", "paris").output())
        .isEqualTo(
            "Drained paris.\n1 group stays for now: it was moved 2 times within the hour.\n");

    assertThat(run("fleet", "resume", "paris").output()).isEqualTo("paris is open again.\n");

    server.answer(
        API + "/drain",
        400,
        "{\"message\": \"The fleet has no pool pairs.\", \"error_code\": \"DATABASE\"}");
    CliRun unknown = run("fleet", "drain", "pairs");
    assertThat(unknown.errors()).contains("The fleet has no pool pairs.");
    assertThat(unknown.exitCode()).isEqualTo(3);
    for (String verb : List.of("drain", "resume")) {
      CliRun nameless = run("fleet", verb, "");
      assertThat(nameless.errors()).contains("Name what is meant: a site, a pool, or a node");
      assertThat(nameless.exitCode()).isEqualTo(2);
    }
  }
}
