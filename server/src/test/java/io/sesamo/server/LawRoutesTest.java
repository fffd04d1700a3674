package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.server.RunningApi.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawRoutesTest {

  private static final String LAW = "/api/sesamo/v1/law/";

  private static final String FLEET =
      """
      operator: {name: Example, headquarters: FR}
      tenants:
        chips: {headquarters: CN}
      sites:
        - site: eu-west-2
          pools: [{name: default, platforms: [{name: local}]}]
      """;

  /** A rule of the operator's own. */
  private static final String RULE =
      """
      rules:
      - id: own-rule
        jurisdiction: SESAMO
        authority: the operator
        title: Strangers
        citation: house rules 1
        source: house rules
        confidence: high
        actions: [use]
        status: in force
        inForce: [{from: 2020-01-01}]
        cases:
        - {when: tenant.headquarters != 'FR', effect: review, sentence: 'From {tenant.headquarters}.'}
      """;

  private static final String CLEARANCE =
      """
      {"kind": "waiver", "rules": ["own-rule", "catalogue-sanctions"], "parties": ["strangers"],
       "from": "2026-01-01", "to": "2099-12-31", "reference": "case 7", "why": "known to us"}
      """;

  @TempDir static Path home;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(home.resolve("fleet.yaml"), FLEET);
    Files.writeString(home.resolve("roles.yaml"), "compliance: [carol]\noperator: [sam]\n");
    Files.createDirectories(home.resolve("catalog/rules"));
    Files.writeString(home.resolve("catalog/rules/own.yaml"), RULE);
    api = new RunningApi(home, true);
    api.setTenant("ada", "strangers");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Answer post(String user, String path, String body) throws Exception {
    return api.as(user, "POST", LAW + path, body);
  }

  private static Answer submit(String tenant) throws Exception {
    String spec =
        """
        workflow:
          name: w
          sesamo: {tenant: %s, waitForDecision: true}
          resources: {default: {cpu: 1, memory: 1Mi}}
          tasks:
          - {name: a, image: "ubuntu:24.04", command: ["true"]}
        """
            .formatted(tenant);
    return api.as(
        "ada", "POST", "/api/pool/default/workflow", RunningApi.json(Map.of("file", spec)));
  }

  @Test
  @Timeout(60)
  void complianceClearsWhatWaits() throws Exception {
    Answer submitted = submit("strangers");
    assertThat(submitted.status()).as(submitted.body()).isEqualTo(200);
    String id = submitted.json().get("name").asString();
    assertThat(submitted.body()).contains("is waiting for a decision");
    Answer waiting = api.as("carol", "GET", LAW + "waiting", "");
    assertThat(waiting.body())
        .contains("\"workflow\":\"" + id + "\"", "\"verdict\":\"review\"", "\"kind\":\"waiver\"");

    Answer given = post("carol", "clearances", CLEARANCE);
    assertThat(given.status()).as(given.body()).isEqualTo(200);
    String audit = LAW + "audit?workflow=" + id;
    while (!api.as("carol", "GET", audit, "").body().contains("\"kind\":\"placement\"")) {
      Thread.sleep(5);
    }
    assertThat(api.as("carol", "GET", audit, "").body())
        .contains("\"verdict\":\"allow\"", "\"id\":\"c-1\"");
    String number = given.json().get("id").asString();
    Answer revoked = post("carol", "clearances/" + number + "/revoke", "{\"why\": \"a slip\"}");
    assertThat(revoked.json().get("revokedBy").asString()).isEqualTo("carol");
    assertThat(api.as("carol", "GET", LAW + "clearances", "").body()).doesNotContain("a slip");
    assertThat(api.as("carol", "GET", LAW + "clearances?all=true", "").body()).contains("a slip");
    Answer verified = api.as("carol", "GET", LAW + "audit/verify", "");
    assertThat(verified.json().get("whole").asBoolean()).as(verified.body()).isTrue();
  }

  @Test
  void othersMayNotClear() throws Exception {
    Answer refused = post("ada", "clearances", CLEARANCE);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("message").asString())
        .startsWith("ada may not do this. It takes the right law:Decide")
        .contains("these roles give: compliance;");
    assertThat(post("ada", "clearances/c-1/revoke", "{\"why\": \"no\"}").status()).isEqualTo(403);
  }

  /** Any program of the machine can name a user; that makes it nobody's officer. */
  @Test
  void aNameWithoutTheSecretGivesNoRole() throws Exception {
    HttpRequest.Builder request =
        api.request("POST", LAW + "clearances", CLEARANCE).header("x-osmo-user", "carol");
    assertThat(api.send(request).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"waiver\" | \"wish\" | body.kind:",
        "own-rule | no-such | rules: there is no rule 'no-such'.",
        "[\"own-rule\", \"catalogue-sanctions\"] | 7 | body.rules:",
        "2026-01-01 | tomorrow | from: it must be a day such as 2026-01-15.",
        "case 7 | | reference: name the paper or the case.",
        "\"why\" | \"quantity\": \"x\", \"why\" | body.quantity:",
        "known to | known\\nto | body.why: Input should be one line",
        "case 7 | \\u001b[31mcase | body.reference: Input should be one line"
      })
  void aWrongFieldIsNamed(String good, String bad, String told) throws Exception {
    String body = CLEARANCE.replace(good, bad == null ? "" : bad);
    Answer answer = post("carol", "clearances", body);
    assertThat(answer.status()).isEqualTo(told.startsWith("body.") ? 422 : 400);
    assertThat(answer.json().get("message").asString()).startsWith(told);
  }

  @Test
  void judgesACase() throws Exception {
    Answer answer =
        post(
            "ada",
            "check",
            """
            {"action": "supply", "date": "2026-11-25", "chip": "nvidia-h100-sxm",
             "site": "eu-west-2", "facts": {"operator.headquarters": "CN"}}
            """);
    assertThat(answer.json().get("verdict").asString()).isEqualTo("licence");
    assertThat(answer.body()).contains("us-hq-ultimate-parent");
    assertThat(post("ada", "check", "{\"action\": \"supply\", \"chip\": \"x\"}").body())
        .contains("chip: the catalogue has no accelerator 'x'.");
  }

  @Test
  void aSupplyNeedsTheLaw() throws Exception {
    String supply =
        """
        {"chip": "nvidia-h100-sxm", "site": "eu-west-2", "what": "order 12",
         "facts": {"operator.headquarters": "%s", "operator.usExposed": "no",
          "operator.name": "Example", "shipment.quantity": 8}}
        """;
    assertThat(post("sam", "supplies", supply.formatted("FR")).json().get("done").asBoolean())
        .isTrue();
    Answer refused = post("sam", "supplies", supply.formatted("CN"));
    assertThat(refused.json().get("done").asBoolean()).isFalse();
    assertThat(refused.json().get("verdict").asString()).isEqualTo("licence");
    assertThat(api.as("carol", "GET", LAW + "audit", "").body()).contains("order 12", "\"sam\"");
  }

  @Test
  void theServerDoesNotStartWithAFleetThatItCannotUse(@TempDir Path other) throws Exception {
    Files.writeString(other.resolve("fleet.yaml"), FLEET.replace("name: default", "name: far"));
    assertThatThrownBy(() -> new RunningApi(other, false))
        .isInstanceOf(StartException.class)
        .hasMessageEndingWith("fleet.yaml: no site has the pool default. Say where it is.");
    Files.writeString(other.resolve("fleet.yaml"), FLEET.replace("eu-west-2", "atlantis"));
    assertThatThrownBy(() -> new RunningApi(other, false))
        .hasMessageContaining("fleet.yaml:5:11: error: The catalogue has no site 'atlantis'.");
    Files.writeString(other.resolve("roles.yaml"), "boss: [ada]\n");
    assertThatThrownBy(() -> Roles.read(other.resolve("roles.yaml"), "me"))
        .hasMessageContaining(
            "roles.yaml knows no role boss; there is compliance, operator, osmo-admin, planner.");
  }

  @Test
  void withoutAFileTheOwnerOfTheHomeDecides(@TempDir Path other) throws Exception {
    Roles roles = Roles.read(other.resolve("roles.yaml"), "me");
    assertThat(roles.of("me"))
        .containsExactlyInAnyOrder(
            BuiltInRole.ADMIN, BuiltInRole.COMPLIANCE, BuiltInRole.PLANNER, BuiltInRole.OPERATOR);
    assertThat(roles.of("ada")).isEmpty();
  }
}
