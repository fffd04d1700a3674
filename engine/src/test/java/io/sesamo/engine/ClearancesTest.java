package io.sesamo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.law.AuditCheck;
import io.sesamo.engine.law.Case;
import io.sesamo.engine.law.LawOffice.Supplied;
import io.sesamo.engine.law.NewClearance;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.ClearanceRow;
import io.sesamo.law.Action;
import io.sesamo.law.Clearance;
import io.sesamo.law.Clearance.Kind;
import io.sesamo.law.Clearance.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clearances, what is supplied under them, and the audit log of it all. */
class ClearancesTest {

  @TempDir static Path home;
  private static EmbeddedPostgres postgres;

  @TempDir Path folder;
  private LawFixture law;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.start(home);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.stop();
  }

  @BeforeEach
  void start() throws IOException {
    law = new LawFixture(postgres, folder);
  }

  /** The next test begins with an empty log. */
  @AfterEach
  void forget() throws SQLException {
    law.close();
    law.sql("drop schema public cascade; create schema public");
  }

  private Supplied supply(long quantity) {
    return law.office.supply(
        new Case(
            Action.SUPPLY,
            LocalDate.parse("2026-12-01"),
            "nvidia-l20",
            "eu-west-2",
            Map.of(
                "operator.headquarters", "FR",
                "operator.name", "Example",
                "tenant.name", "licensed",
                "tenant.headquarters", "FR",
                "shipment.quantity", Long.toString(quantity))),
        "sam",
        "order 12");
  }

  @Test
  void aQuantityIsNeverOverdrawnByWritersAtTheSameTime() throws Exception {
    ClearanceRow licence = law.clear(Kind.LICENCE, "t-licence", Scope.ALL, OptionalLong.of(100));
    List<Future<Supplied>> all = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 48; i++) {
        all.add(executor.submit(() -> supply(7)));
      }
    }
    long done = 0;
    for (Future<Supplied> one : all) {
      done += one.get().done() ? 7 : 0;
      assertThat(one.get().verdict()).isEqualTo(one.get().done() ? "allow" : "licence");
    }
    assertThat(done).isEqualTo(98);
    assertThat(left(licence)).hasValue(2);
    assertThat(supply(2).draws()).containsExactly(Map.entry(licence.clearance().id(), 2L));
    law.restart();
    assertThat(left(licence)).hasValue(0);
    assertThat(supply(1).done()).isFalse();
    assertThat(law.office.verify())
        .extracting(AuditCheck.Result::judged, AuditCheck.Result::bad)
        .containsExactly(50L, Optional.empty());
  }

  private OptionalLong left(ClearanceRow row) {
    return law.office.clearances().stream()
        .filter(found -> found.clearance().id().equals(row.clearance().id()))
        .findFirst()
        .orElseThrow()
        .left();
  }

  @Test
  void aRevokedClearanceAnswersNothingAndIsKept() {
    ClearanceRow licence = law.clear(Kind.LICENCE, "t-licence", Scope.ALL);
    assertThat(supply(1).done()).isTrue();
    law.office.revoke(licence.clearance().id(), "carol", "expired early");
    assertThat(supply(1).done()).isFalse();
    assertThat(law.office.clearances())
        .singleElement()
        .satisfies(row -> assertThat(row.revoked().orElseThrow().why()).isEqualTo("expired early"));
    assertThatThrownBy(() -> law.office.revoke(licence.clearance().id(), "carol", "again"))
        .hasMessage("There is no clearance c-1 that could be revoked.");
  }

  @Test
  void wrongFieldsAreNamed() {
    assertThatThrownBy(() -> law.clear(Kind.LICENCE, "no-rule", Scope.ALL))
        .hasMessage("rules: there is no rule 'no-rule'.");
    assertThatThrownBy(() -> law.clear(Kind.LICENCE, "t-licence", Scope.ALL, OptionalLong.of(0)))
        .hasMessage("quantity: it is a number from 1 on.");
    Scope scope = new Scope(Set.of("gtx-9000"), Set.of(), Set.of(), Set.of());
    assertThatThrownBy(() -> law.clear(Kind.WAIVER, "t-licence", scope))
        .hasMessage("chips: the catalogue has no accelerator 'gtx-9000'.");
    assertThatThrownBy(() -> supply(0)).hasMessage("quantity: it is a whole number from 1 on.");
  }

  @Test
  void nothingThatWasWrittenCanBeChangedOrTakenAway() {
    law.clear(Kind.LICENCE, "t-licence", Scope.ALL, OptionalLong.of(10));
    supply(1);
    for (String sql :
        List.of(
            "update law_audit set entry = '{}' where sequence = 1",
            "delete from law_audit",
            "truncate law_audit",
            "delete from law_draw",
            "update law_draw set quantity = 1",
            "delete from law_clearance",
            "update law_catalog set files = ''")) {
      assertThatThrownBy(() -> law.sql(sql)).as(sql).hasMessageContaining("is only ever added to");
    }
    assertThatThrownBy(() -> law.sql("update law_clearance set quantity = 1000"))
        .hasMessageContaining("can only be revoked, once");
  }

  @Test
  void whoGoesAroundThatIsFound() throws SQLException {
    law.clear(Kind.LICENCE, "t-licence", Scope.ALL, OptionalLong.of(10));
    supply(1);
    supply(2);
    supply(3);
    assertThat(law.office.verify())
        .satisfies(good -> {
          assertThat(good.bad()).isEmpty();
          assertThat(good.entries()).isEqualTo(5); // the catalogue, the clearance, the supplies
          assertThat(good.judged()).isEqualTo(3);
        });
    law.sql("alter table law_audit disable trigger all");

    law.sql("update law_audit set entry = replace(entry, 'order 12', 'order 13') where sequence=4");
    assertThat(law.office.verify().bad()).contains("entry 4: it was changed after it was written");
    law.sql("update law_audit set entry = replace(entry, 'order 13', 'order 12') where sequence=4");
    assertThat(law.office.verify().bad()).isEmpty();

    law.sql("create table away as select * from law_audit where sequence in (3, 5)");
    law.sql("delete from law_audit where sequence = 5");
    assertThat(law.office.verify().bad()).contains("entry 5: it and what followed are missing");
    law.sql("delete from law_audit where sequence = 3");
    assertThat(law.office.verify().bad()).contains("entry 4: entry 3 before it is missing");
  }

  /** One who can rewrite the whole chain still has to tell a verdict that the rules give. */
  @Test
  void aVerdictThatTheRulesDoNotGiveIsFound() throws SQLException {
    assertThat(supply(1).done()).isFalse();
    law.sql("alter table law_audit disable trigger all");
    law.sql(
        """
        update law_audit
        set entry = replace(entry, '"verdict":"licence"', '"verdict":"allow"') where sequence = 2
        """);
    law.sql(
        """
        update law_audit set hash = encode(sha256(convert_to(previous || entry, 'UTF8')), 'hex')
        where sequence = 2
        """);
    assertThat(law.office.verify().bad().orElseThrow())
        .startsWith("entry 2: it says allow by [t-licence]; judged again it is licence by");

    law.sql("alter table law_catalog disable trigger all");
    law.sql("update law_catalog set files = ''");
    assertThat(law.office.verify().bad().orElseThrow()).startsWith("entry 1: what is kept of the");
  }

  @Test
  void aClearanceCoversOnlyItsDays() {
    law.office.clear(
        new NewClearance(
            Kind.LICENCE,
            Set.of("t-licence"),
            Clearance.Scope.ALL,
            OptionalLong.empty(),
            LocalDate.parse("2026-12-02"),
            LocalDate.parse("2026-12-03"),
            "case 8",
            "later"),
        "carol");
    assertThat(supply(1).done()).isFalse();
  }
}
