package io.sesamo.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.law.Clearance.Kind;
import io.sesamo.law.Clearance.Scope;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LawBookTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private static Facts.Builder supply(String chip, String site, String headquarters) {
    return Facts.of(Action.SUPPLY, TODAY)
        .chip(chip(chip))
        .site(site(site))
        .set(Fact.OPERATOR_NAME, "an operator")
        .set(Fact.OPERATOR_HEADQUARTERS, headquarters);
  }

  private static Accelerator chip(String id) {
    return Objects.requireNonNull(Books.OURS.catalog().accelerators().get(id));
  }

  private static Site site(String id) {
    return Objects.requireNonNull(Books.OURS.catalog().sites().get(id));
  }

  private static Clearance licence(Scope scope, OptionalLong quantity) {
    return new Clearance(
        "D123456",
        Kind.LICENCE,
        Set.of("us-hq-ultimate-parent", "us-h20-letter"),
        scope,
        quantity,
        LocalDate.of(2026, 1, 1),
        LocalDate.of(2026, 12, 31));
  }

  @Test
  void whereTheSiteIsMakesNoDifferenceForAnOperatorOfChina() {
    for (String site : List.of("eu-west-2", "me-east-1", "sa-east-1", "ap-southeast-3")) {
      Verdict verdict = Books.OURS.judge(supply("nvidia-h100-sxm", site, "CN").build());
      assertThat(verdict.effect()).isEqualTo(Effect.LICENCE);
      assertThat(verdict.decidedBy())
          .extracting(finding -> finding.rule().id())
          .contains("us-hq-ultimate-parent");
      assertThat(VerdictFacts.sentence(verdict)).contains("H100", "CN");
    }
  }

  @Test
  void aLicenceAllowsInsideItsScopeDatesAndQuantityOnly() {
    Scope scope =
        new Scope(
            Set.of("nvidia-h100-sxm"),
            Set.of("eu-west-2"),
            Set.of("an operator"),
            Set.of(Action.SUPPLY));
    List<Clearance> licence = List.of(licence(scope, OptionalLong.of(100)));
    Facts.Builder inside = supply("nvidia-h100-sxm", "eu-west-2", "CN");
    inside.set(Fact.SHIPMENT_QUANTITY, 100.0);
    Verdict allowed = Books.OURS.judge(inside.build(), licence);
    assertThat(allowed.effect()).isEqualTo(Effect.ALLOW);
    assertThat(allowed.clearedBy()).isEqualTo(licence);
    assertThat(VerdictFacts.sentence(allowed)).contains("licence D123456");

    assertThat(effect(inside.set(Fact.SHIPMENT_QUANTITY, 101.0), licence))
        .isEqualTo(Effect.LICENCE);
    assertThat(effect(supply("nvidia-h200-sxm", "eu-west-2", "CN"), licence))
        .isEqualTo(Effect.LICENCE);
    assertThat(effect(supply("nvidia-h100-sxm", "eu-central-1", "CN"), licence))
        .isEqualTo(Effect.LICENCE);
    assertThat(
            effect(
                supply("nvidia-h100-sxm", "eu-west-2", "CN").set(Fact.OPERATOR_NAME, "another"),
                licence))
        .isEqualTo(Effect.LICENCE);
    assertThat(Books.OURS.judge(inside.build().on(LocalDate.of(2027, 1, 1)), licence).effect())
        .isEqualTo(Effect.LICENCE);
    assertThat(
            Books.OURS.changesAfter(
                supply("nvidia-h100-sxm", "eu-west-2", "CN").build(), TODAY, licence))
        .extracting(LawBook.Change::from)
        .contains(LocalDate.of(2027, 1, 1));
  }

  private static Effect effect(Facts.Builder facts, List<Clearance> clearances) {
    return Books.OURS.judge(facts.build(), clearances).effect();
  }

  @Test
  void eachKindOfClearanceAnswersItsOwnEffectOnly() {
    Facts needsLicence = supply("nvidia-h100-sxm", "eu-west-2", "CN").build();
    Facts denied =
        supply("nvidia-rtxpro6000d", "cn-beijing", "CN").set(Fact.SITE_STATE_FUNDED, false).build();
    Facts reviewed = supply("nvidia-h100-sxm", "me-east-1", "FR").build();
    Map<Facts, Effect> cases =
        Map.of(
            needsLicence, Effect.LICENCE,
            denied, Effect.DENY,
            reviewed, Effect.REVIEW);
    Set<String> rules = Set.copyOf(Books.OURS.rules().stream().map(rule -> rule.id()).toList());
    cases.forEach((facts, effect) -> {
      assertThat(Books.OURS.judge(facts).effect()).isEqualTo(effect);
      for (Kind kind : Kind.values()) {
        Clearance all =
            new Clearance("x", kind, rules, Scope.ALL, OptionalLong.empty(), TODAY, TODAY);
        boolean answers =
            (kind == Kind.LICENCE && effect == Effect.LICENCE)
                || (kind == Kind.WAIVER && effect == Effect.REVIEW);
        assertThat(Books.OURS.judge(facts, List.of(all)).effect() == Effect.ALLOW)
            .as(kind + " and " + effect)
            .isEqualTo(answers);
      }
    });
  }

  @Test
  void anExceptionTakesOnlyTheWeightOfWhatItNames() {
    Facts.Builder small =
        supply("nvidia-h100-sxm", "cn-beijing", "CN")
            .set(Fact.CHIP_TPP, 2000.0)
            .set(Fact.CHIP_PERFORMANCE_DENSITY, 4.0)
            .set(Fact.CHIP_MEMORY_BANDWIDTH, 800.0)
            .set(Fact.CHIP_IO_BANDWIDTH, 64.0)
            .set(Fact.SITE_STATE_FUNDED, false);
    assertThat(Books.OURS.judge(small.build()).effect()).isEqualTo(Effect.NOTIFY);
    // The letters of April 2025 are not among what the exception lifts.
    Verdict fast = Books.OURS.judge(small.set(Fact.CHIP_MEMORY_BANDWIDTH, 1400.0).build());
    assertThat(fast.effect()).isEqualTo(Effect.LICENCE);
    assertThat(fast.decidedBy())
        .extracting(finding -> finding.rule().id())
        .containsExactly("us-h20-letter");
  }

  /** A doubtful exception does not turn a licence into something that a waiver could lift. */
  @Test
  void anExceptionOfLowConfidenceLiftsNothing() {
    Facts facts =
        supply("nvidia-h100-sxm", "me-central-1", "SA").set(Fact.SITE_VALIDATED, true).build();
    assertThat(Books.OURS.judge(facts).effect()).isEqualTo(Effect.LICENCE);
  }

  @Test
  void whoIsHisOwnTenantIsAsListedAsHeIs() {
    Facts facts =
        Facts.of(Action.USE, TODAY)
            .chip(chip("nvidia-l4"))
            .site(site("eu-west-2"))
            .set(Fact.OPERATOR_HEADQUARTERS, "FR")
            .set(Fact.OPERATOR_LISTED, true)
            .build();
    assertThat(facts.get(Fact.TENANT_LISTED)).isEqualTo(true);
    assertThat(Books.OURS.judge(facts).effect()).isEqualTo(Effect.REVIEW);
  }

  @Test
  void aTransferWithoutWordsOnItsDataIsReviewed() {
    Verdict verdict =
        Books.OURS.judge(
            Facts.of(Action.TRANSFER, TODAY)
                .site(site("cn-beijing"))
                .set(Fact.OPERATOR_HEADQUARTERS, "CN")
                .build());
    assertThat(verdict.effect()).isEqualTo(Effect.REVIEW);
    assertThat(verdict.missingFacts()).contains(Fact.DATA_SOURCES, Fact.DATA_CATEGORIES);
  }

  @Test
  void aMembershipOfLowConfidenceIsNoPermission(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("groups.csv"),
        "group,country,from,to,confidence,source\nA:6,SA,,,low,a rumour\n");
    LawReader.Result result =
        LawReader.read(List.of(new CatalogFolder.Shipped(), new CatalogFolder.Own(folder)));
    assertThat(result)
        .isInstanceOfSatisfying(
            LawReader.Result.Accepted.class,
            accepted -> {
              Verdict verdict =
                  accepted.book().judge(supply("nvidia-h100-sxm", "me-central-1", "SA").build());
              assertThat(verdict.effect()).isEqualTo(Effect.REVIEW);
              assertThat(verdict.missingFacts()).contains(Fact.SITE_COUNTRY);
            });
  }

  @Test
  void factsThatWereBuiltAreNotChangedByTheirBuilder() {
    Facts.Builder builder = supply("nvidia-l4", "eu-west-2", "FR");
    Facts french = builder.build();
    Facts chinese = builder.set(Fact.OPERATOR_HEADQUARTERS, "CN").build();
    assertThat(french.get(Fact.TENANT_PARENT)).isEqualTo("FR");
    assertThat(chinese.get(Fact.TENANT_PARENT)).isEqualTo("CN");
    assertThat(chinese.assumed()).contains(Fact.TENANT_PARENT);
  }

  @Test
  void whatIsToComeIsTold() {
    Facts facts =
        Facts.of(Action.SUPPLY, LocalDate.of(2025, 4, 1))
            .chip(chip("nvidia-h20"))
            .site(site("cn-beijing"))
            .set(Fact.OPERATOR_HEADQUARTERS, "CN")
            .set(Fact.SITE_STATE_FUNDED, false)
            .build();
    assertThat(Books.OURS.judge(facts).effect()).isEqualTo(Effect.ALLOW);
    assertThat(Books.OURS.changesAfter(facts, facts.date()).getFirst())
        .satisfies(change -> {
          assertThat(change.from()).isEqualTo(LocalDate.of(2025, 4, 9));
          assertThat(change.verdict().effect()).isEqualTo(Effect.LICENCE);
        });
  }

  @Test
  void anOperatorsRuleReplacesOursOrIsAdded(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("rules"));
    Path file = folder.resolve("rules/mine.yaml");
    Files.writeString(
        file,
        """
        rules:
          - id: house-rule
            jurisdiction: FR
            authority: our board
            title: No chips to Riyadh
            citation: minutes of 3 May
            source: minutes
            confidence: high
            actions: [supply]
            status: in force
            inForce: [{from: 2026-01-01}]
            cases:
              - when: site.id == 'me-central-1'
                effect: deny
                sentence: The board has said no.
        """);
    List<CatalogFolder> folders =
        List.of(new CatalogFolder.Shipped(), new CatalogFolder.Own(folder));
    assertThat(LawReader.read(folders))
        .isInstanceOfSatisfying(
            LawReader.Result.Accepted.class,
            accepted -> {
              assertThat(accepted.book().rules()).hasSize(Books.OURS.rules().size() + 1);
              assertThat(accepted.book().version()).isNotEqualTo(Books.OURS.version());
              Facts facts = supply("nvidia-l4", "me-central-1", "SA").build();
              assertThat(accepted.book().judge(facts).effect()).isEqualTo(Effect.DENY);
            });
    Files.writeString(file, Files.readString(file).replace("house-rule", "us-h20-letter"));
    assertThat(LawReader.read(folders))
        .isInstanceOfSatisfying(
            LawReader.Result.Accepted.class,
            accepted -> assertThat(accepted.book().rules()).hasSize(Books.OURS.rules().size()));
  }
}
