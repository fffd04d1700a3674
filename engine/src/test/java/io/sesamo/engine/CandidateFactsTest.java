package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.law.CandidateFacts;
import io.sesamo.engine.law.Matter;
import io.sesamo.law.Fact;
import io.sesamo.law.Facts;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetReader;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSource;
import io.sesamo.model.spec.WorkflowSpec;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the law is told of a group on a platform. */
class CandidateFactsTest {

  private static final FleetFile FLEET =
      LawFixture.fleet(
          """
          operator: {name: Example, headquarters: CN, listedShare: 3, usExposed: true}
          tenants: {robots: {headquarters: DE, endUse: civil}}
          sites:
            - site: eu-west-2
              stateFunded: true
              pools:
                - name: default
                  platforms: [{name: gpu, accelerator: nvidia-h20}, {name: bare}]
          data: {mechanism: contract, remoteAccess: false}
          """);

  private static Facts facts(String platform, String spec) {
    if (!(SpecReader.read(SpecSource.of("w.yaml", spec), SpecReader.USUAL_TASKS)
        instanceof SpecResult.Accepted accepted)) {
      throw new AssertionError(spec);
    }
    WorkflowSpec workflow = accepted.spec();
    Matter matter = Matter.of(workflow, workflow.groups().getFirst());
    FleetFile.Place place = FLEET.place("default").orElseThrow();
    return CandidateFacts.of(matter, FLEET, place, platform, LocalDate.parse("2026-12-01"));
  }

  private static String withData(String data) {
    return LawFixture.workflow("tenant: robots/arms")
        .replace("command:", "sesamo: {data: {" + data + "}}\n    command:");
  }

  @Test
  void theChipIsThePlatformsWhereTheGroupAsksForOne() {
    String plain = LawFixture.workflow("tenant: robots");
    String asking = LawFixture.withAccelerator(plain);
    assertThat(facts("gpu", asking).get(Fact.CHIP_ID)).isEqualTo("nvidia-h20");
    assertThat(facts("gpu", plain).get(Fact.CHIP_ID)).isEqualTo("none");
    assertThat(facts("bare", asking).get(Fact.CHIP_ID)).as("unknown").isNull();
    assertThat(facts("of no file", asking).get(Fact.CHIP_ID)).as("unknown").isNull();
  }

  @Test
  void thePartiesAreThoseOfTheFleet() {
    Facts known = facts("gpu", LawFixture.workflow("tenant: robots/arms"));
    assertThat(known.get(Fact.TENANT_NAME)).isEqualTo("robots");
    assertThat(known.get(Fact.TENANT_HEADQUARTERS)).isEqualTo("DE");
    assertThat(known.get(Fact.TENANT_END_USE)).isEqualTo("civil");
    assertThat(known.get(Fact.OPERATOR_HEADQUARTERS)).isEqualTo("CN");
    assertThat(known.get(Fact.SITE_STATE_FUNDED)).isEqualTo(true);

    Facts strange = facts("gpu", LawFixture.workflow("tenant: strangers"));
    assertThat(strange.get(Fact.TENANT_NAME)).isEqualTo("strangers");
    assertThat(strange.get(Fact.TENANT_HEADQUARTERS)).isNull();

    Facts own = facts("gpu", LawFixture.workflow(""));
    assertThat(own.get(Fact.TENANT_NAME)).isEqualTo("Example");
    assertThat(own.get(Fact.TENANT_LISTED_SHARE)).isEqualTo(3.0);
    assertThat(own.get(Fact.TENANT_US_EXPOSED)).isEqualTo(true);
  }

  @Test
  void whatIsNotSaidOfDataIsMissing() {
    Facts all = facts("gpu", withData("countries: [DE, FR], categories: [biometric, other]"));
    assertThat(all.get(Fact.DATA_SOURCES)).isEqualTo(List.of("DE", "FR"));
    assertThat((List<?>) all.get(Fact.DATA_CATEGORIES))
        .map(String::valueOf)
        .containsExactlyInAnyOrder("other", "sensitive", "personal");
    assertThat(all.get(Fact.DATA_MECHANISM)).isEqualTo("contract");

    Facts half = facts("gpu", withData("countries: [DE]"));
    assertThat(half.get(Fact.DATA_CATEGORIES)).isNull();
    Facts strange = facts("gpu", withData("countries: [DE], categories: [other, medical]"));
    assertThat(strange.get(Fact.DATA_CATEGORIES)).as("a word of its own").isNull();
    Facts kinds = facts("gpu", withData("categories: [medical]"));
    assertThat(kinds.get(Fact.DATA_SOURCES)).as("nothing is assumed").isNull();
    assertThat(kinds.get(Fact.DATA_CATEGORIES)).as("nothing is assumed").isNull();
    Facts none = facts("gpu", LawFixture.workflow("tenant: robots"));
    assertThat(none.get(Fact.DATA_CATEGORIES)).as("no data").isEqualTo(List.of());
    assertThat(none.get(Fact.DATA_MECHANISM)).isNull();
  }

  /** The file's reader knows no law; its words must be the law's. */
  @Test
  void theWordsOfTheFileAreTheLaws() {
    assertThat(FleetReader.END_USES)
        .containsExactlyInAnyOrderElementsOf(Fact.TENANT_END_USE.words());
    assertThat(FleetReader.MECHANISMS)
        .containsExactlyInAnyOrderElementsOf(Fact.DATA_MECHANISM.words());
  }
}
