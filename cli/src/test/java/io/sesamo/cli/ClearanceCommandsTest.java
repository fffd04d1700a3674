package io.sesamo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.background.Home;
import io.sesamo.law.VerdictFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about clearances, supplies and the audit log. */
class ClearanceCommandsTest {

  private static final String LAW = "/api/sesamo/v1/law/";
  private static final String CLEARANCE =
      """
      {"id": "c-3", "kind": "licence", "rules": ["us-h20-letter"], "chips": ["nvidia-h20"],
       "sites": [], "parties": [], "actions": [], "quantity": 100, "left": 36,
       "from": "2026-01-01", "to": "2026-12-31", "reference": "D12345", "decidedBy": "carol",
       "why": "granted", "revokedAt": null}
      """;

  @TempDir Path folder;
  private Home home = new Home(Path.of("/"));
  private FakeServer server = FakeServer.start();

  @BeforeEach
  void open() {
    home = new Home(folder.resolve("home"));
    long pid = ProcessHandle.current().pid();
    server.register(home, pid);
    server.introduce(pid, CliRun.VERSION, false);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private CliRun run(String... arguments) {
    CliRun run = CliRun.of(home, arguments);
    if (!String.join(" ", arguments).contains("json") && run.exitCode() < 2) {
      assertThat(run.output()).contains(VerdictFacts.NOTICE.substring(0, 22));
    }
    return run;
  }

  @Test
  void clearsListsAndRevokes() {
    server.answer(LAW + "clearances", CLEARANCE).answer(LAW + "clearances/c-3/revoke", CLEARANCE);
    CliRun cleared =
        run(
            "law",
            "clear",
            "--kind",
            "licence",
            "--rule",
            "us-h20-letter",
            "--chip",
            "nvidia-h20",
            "--from",
            "2026-01-01",
            "--to",
            "2026-12-31",
            "--reference",
            "D12345",
            "--why",
            "granted",
            "--quantity",
            "100");
    assertThat(cleared.output())
        .contains("Recorded c-3, a licence for us-h20-letter, from 2026-01-01 to 2026-12-31.\n");
    assertThat(server.requests.getLast())
        .contains("\"rules\":[\"us-h20-letter\"]", "\"quantity\":100", "\"parties\":[]");

    server.answer(LAW + "clearances", "{\"clearances\": [" + CLEARANCE + "]}");
    assertThat(run("law", "clearances").output())
        .contains("c-3  licence  us-h20-letter  nvidia-h20", "36 of 100", "carol", "D12345");
    assertThat(run("law", "revoke", "c-3", "--why", "withdrawn").output()).contains("Revoked c-3.");
    assertThat(server.requests.getLast()).contains("{\"why\":\"withdrawn\"}");
  }

  @Test
  void aVerdictCountsWhatIsOnRecordWhenAsked() {
    server.answer(LAW + "clearances", "{\"clearances\": [" + CLEARANCE + "]}");
    String words =
        "law check --action supply --chip nvidia-h20 --site eu-west-2 --operator-hq CN"
            + " --quantity 36 --date 2026-11-25";
    assertThat(run(words.split(" ", -1)).output()).startsWith("LICENCE");
    assertThat(run((words + " --on-record").split(" ", -1)).output())
        .startsWith("ALLOW")
        .contains("Allowed by licence c-3.");
    String more = words.replace("36", "37") + " --on-record";
    assertThat(run(more.split(" ", -1)).output()).startsWith("LICENCE");
  }

  @Test
  void whoMayNotIsTold() {
    server.answer(LAW + "clearances/c-3/revoke", 403, "{\"message\": \"Only compliance.\"}");
    CliRun run = run("law", "revoke", "c-3", "--why", "x");
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.errors()).contains("Only compliance.");
  }

  @Test
  void suppliesOrSaysWhyNot() {
    server.answer(
        LAW + "supplies",
        """
        {"done": true, "verdict": "allow", "rules": [], "sentence": "Allowed by licence c-3.",
         "draws": {"c-3": 64}}
        """);
    String[] words = {
      "law",
      "supply",
      "--chip",
      "nvidia-h20",
      "--site",
      "cn-beijing",
      "--quantity",
      "64",
      "--operator-hq",
      "CN"
    };
    CliRun done = run(words);
    assertThat(done.output()).contains("RECORDED  allow", "Took 64 off c-3.");
    assertThat(server.requests.getLast())
        .contains("\"shipment.quantity\":\"64\"", "\"operator.headquarters\":\"CN\"");
    server.answer(
        LAW + "supplies",
        """
        {"done": false, "verdict": "licence", "rules": ["us-h20-letter"], "sentence": "It needs.",
         "draws": {}}
        """);
    CliRun refused = run(words);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("NOT ALLOWED  licence\nIt needs.\n  us-h20-letter\n");
  }

  @Test
  void showsWhatWaitsAndWhatWouldHelp() {
    server.answer(
        LAW + "waiting",
        """
        {"waiting": [{"workflow": "w-1", "group": "a-group", "user": "ada", "pool": "default",
          "since": "2026-01-02T12:00:00.5Z", "places": [{"pool": "default", "site": "eu-west-2", "platform": "local",
          "verdict": "review", "reason": "at eu-west-2: review: Who is it? (r-1)",
          "answers": [{"rule": "r-1", "kind": "waiver"}]}]}]}
        """);
    assertThat(run("law", "waiting").output())
        .contains(
            "w-1 a-group  of ada, since 2026-01-02T12:00:00Z\n",
            "  default/local at eu-west-2: review: Who is it? (r-1)\n",
            "    sesamo law clear --kind waiver --rule r-1 …\n");
  }

  @Test
  void showsAndVerifiesTheAuditLog() {
    server.answer(
        LAW + "audit",
        """
        {"entries": [{"sequence": 7, "hash": "ab", "entry": {"at": "2026-01-02T12:00:00.5Z",
         "kind": "placement", "by": "ada", "workflow": "w-1", "group": "a-group",
         "platform": "default/local", "verdict": "allow", "rules": ["r-1", "r-2"],
         "what": "placed on vm, \\"here\\"", "catalog": "2026-11-23+ab", "clearances": [],
         "facts": {"site.id": "x"}}}]}
        """);
    server.answer(
        LAW + "audit/verify", "{\"whole\": true, \"entries\": 9, \"judged\": 7, \"hash\": \"ab\"}");
    assertThat(run("law", "audit", "--workflow", "w-1").output())
        .contains("7  2026-01-02T12:00:00Z  placement  w-1 a-group  default/local  allow    r-1");
    assertThat(CliRun.of(home, "law", "audit", "-o", "csv", "--since", "2026-01-01").output())
        .isEqualTo(
            """
            sequence,at,kind,by,workflow,group,platform,verdict,rules,what,catalog,clearances,facts,hash
            7,2026-01-02T12:00:00.5Z,placement,ada,w-1,a-group,default/local,allow,r-1 r-2,\
            "placed on vm, ""here\""",2026-11-23+ab,[],"{""site.id"":""x""}",ab
            """);
    assertThat(server.requests).anyMatch(path -> path.contains("since=2026-01-01T00%3A00%3A00"));

    CliRun whole = run("law", "audit");
    assertThat(whole.exitCode()).isZero();
    assertThat(whole.output()).contains("9 entries, chain whole, 7 re-judged: all the same\n");
    server.answer(
        LAW + "audit/verify",
        "{\"whole\": false, \"entries\": 3, \"judged\": 2, \"bad\": \"entry 4: it was changed\"}");
    CliRun broken = run("law", "audit");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.output()).contains("BROKEN  entry 4: it was changed. 3 entries before it");
  }

  @Test
  void validatesAgainstAFleetWithoutAServer() throws IOException {
    Path fleet =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            operator: {name: Example, headquarters: CN}
            tenants:
              american: {headquarters: US}
            sites:
              - site: eu-west-2
                pools:
                  - name: default
                    platforms:
                      - {name: good, accelerator: nvidia-l20}
                      - {name: bad, accelerator: huawei-ascend-910c}
            """);
    Path spec =
        Files.writeString(
            folder.resolve("w.yaml"),
            """
            workflow:
              name: w
              sesamo: {tenant: american}
              resources: {default: {cpu: 1, gpu: 1}}
              tasks:
              - {name: a, image: i, command: [x]}
            """);
    Home unused = new Home(folder.resolve("nothing"));
    String[] words = {"validate", spec.toString(), "--fleet", fleet.toString()};
    CliRun run = CliRun.of(unused, words);
    assertThat(run.output())
        .contains("a-group  eu-west-2  default/good  allow")
        .contains("a-group  eu-west-2  default/bad   deny     us-gp10-prc-chips")
        .contains("a-group at eu-west-2: deny: ", VerdictFacts.NOTICE, "is sound");
    assertThat(run.exitCode()).as(run.errors()).isZero();
    CliRun json = CliRun.of(unused, words[0], words[1], words[2], words[3], "-o", "json");
    assertThat(json.json().get("files").items().getFirst().get("law").items())
        .extracting(row -> row.get("platform").text() + " " + row.get("verdict").text())
        .containsExactly("good allow", "bad deny");

    Files.writeString(
        spec, Files.readString(spec).replace("american", "american, residency: [JP]"));
    CliRun refused = CliRun.of(unused, words);
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.errors()).contains("Group a-group may run nowhere in this fleet.");
    assertThat(unused.folder()).doesNotExist();
  }
}
