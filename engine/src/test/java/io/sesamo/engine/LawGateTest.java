package io.sesamo.engine;

import static io.sesamo.engine.LawFixture.await;
import static io.sesamo.engine.LawFixture.party;
import static io.sesamo.engine.LawFixture.withAccelerator;
import static io.sesamo.engine.LawFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.law.AuditCheck;
import io.sesamo.engine.law.Ruling;
import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.lifecycle.WorkflowStatus;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.LawStore.AuditLine;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.law.Clearance.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing runs where the law does not allow it. */
class LawGateTest {

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

  @AfterEach
  void theAuditLogIsWhole() {
    AuditCheck.Result result = law.office.verify();
    law.close();
    assertThat(result.bad()).isEmpty();
  }

  @Test
  void whatIsForbiddenIsNeverUsedWhateverThePriority() throws IOException {
    law.nodes = List.of(FakeBackend.node("b", "bad", 64, 64), FakeBackend.node("g", "good", 64, 2));
    law.restart();
    String spec = withAccelerator(workflow("tenant: american"));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(law.submit(spec, Priority.HIGH));
    }
    for (String id : ids) {
      law.awaitOrder(id);
      assertThat(law.view(id).groups().getFirst().tasks().getFirst().node()).contains("g");
      law.world.end(id + ".a-group.0", Cause.EXITED, 0);
    }
    assertThat(law.message(ids.getLast())).isEmpty();
    assertThat(entries(ids.getLast()))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.kind()).isEqualTo(AuditEntry.Kind.PLACEMENT);
          assertThat(entry.platform()).isEqualTo("default/good");
          assertThat(entry.facts()).containsEntry("chip.id", "nvidia-l20");
        });
  }

  @Test
  void aBusyPoolTellsTheLawsReasonToo() throws IOException {
    law.nodes = List.of(FakeBackend.node("b", "bad", 64, 64), FakeBackend.node("g", "good", 64, 1));
    law.restart();
    String spec = withAccelerator(workflow("tenant: american"));
    String first = law.submit(spec);
    law.awaitOrder(first);
    String second = law.submit(spec);
    await("it says why", () -> law.message(second).contains("busy"));
    assertThat(law.message(second))
        .contains("default/bad: at eu-west-2: deny: ", "(us-gp10-prc-chips)");
    law.engine.cancel(first, "ada", "", true);
    law.engine.cancel(second, "ada", "", true);
  }

  @Test
  void refusesAtSubmitWhatTheLawDoesNotAllow() {
    String spec = workflow("tenant: licensed");
    assertThatThrownBy(() -> law.submit(spec))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.code()).isEqualTo(EngineException.Code.RESOURCE))
        .hasMessageContaining(
            "Group a-group needs a decision of people first: default/local: at eu-west-2:")
        .hasMessageContaining("licence: licensed needs paper. (t-licence)")
        .hasMessageEndingWith("Data with sources, not legal advice.");
    assertThat(entries("w").getLast())
        .satisfies(entry -> {
          assertThat(entry.kind()).isEqualTo(AuditEntry.Kind.REFUSAL);
          assertThat(entry.verdict()).isEqualTo("licence");
          assertThat(entry.rules()).containsExactly("t-licence");
          assertThat(entry.by()).isEqualTo("ada");
        });
  }

  @Test
  void waitsForADecisionAlsoOverARestartAndIsPlacedWhenItComes() throws IOException {
    String id = law.submit(workflow("tenant: licensed, waitForDecision: true"));
    await("it waits", () -> law.message(id).startsWith("waiting for a decision: default/local: "));
    assertThat(law.view(id).warnings())
        .anyMatch(line -> line.startsWith("Group a-group is waiting for a decision"));
    law.restart();
    assertThat(law.engine.undecided())
        .filteredOn(group -> group.workflow().equals(id))
        .singleElement()
        .satisfies(group -> {
          Ruling place = group.places().getFirst();
          assertThat(place.rules()).containsExactly("t-licence");
          assertThat(place.answers()).containsEntry("t-licence", Kind.LICENCE);
        });
    law.clear(Kind.NOTIFICATION, "t-licence", party("licensed"));
    law.clear(Kind.LICENCE, "t-licence", party("somebody"));
    String given = law.clear(Kind.LICENCE, "t-licence", party("licensed")).clearance().id();

    law.awaitOrder(id);
    assertThat(law.engine.undecided()).noneMatch(group -> group.workflow().equals(id));
    assertThat(entries(id).getLast().clearances())
        .extracting(clearance -> clearance.id())
        .containsExactly(given);
    law.office.revoke(given, "carol", "it was another case");
    law.engine.cancel(id, "ada", "", true);
  }

  @Test
  void aNotificationMustHaveBeenMade() {
    String spec = workflow("tenant: notified");
    assertThatThrownBy(() -> law.submit(spec)).hasMessageContaining("notify: notified is told.");
    law.clear(Kind.NOTIFICATION, "t-notify", party("notified"));
    String id = law.submit(spec);
    law.awaitOrder(id);
    law.world.end(id + ".a-group.0", Cause.EXITED, 0);
  }

  @Test
  void whatNobodyCanAllowIsRefusedThoughItWouldWait() {
    String spec = workflow("tenant: outlaw, waitForDecision: true");
    assertThatThrownBy(() -> law.submit(spec))
        .hasMessageContaining("the law forbids it: default/local: at eu-west-2: deny: Never for");
  }

  @Test
  void aTenantOfWhomNothingIsKnownIsForPeopleToLookAt() {
    String spec = workflow("tenant: strangers");
    assertThatThrownBy(() -> law.submit(spec))
        .hasMessageStartingWith(
            "The fleet has no tenant 'strangers'; it has american, later, licensed, notified,"
                + " outlaw.\nThe law does not allow this workflow.\nGroup a-group needs")
        .hasMessageContaining("at eu-west-2: review: ");
    assertThatThrownBy(() -> law.submit(workflow("tenant: outlaw/near")))
        .hasMessageNotContaining("The fleet has no tenant");
  }

  @Test
  void dataStaysWhereTheWorkflowSays() {
    assertThatThrownBy(() -> law.submit(workflow("residency: [DE, JP], waitForDecision: true")))
        .hasMessageContaining("its data may not leave DE, JP (sesamo.residency)")
        .hasMessageContaining("the site is in FR");
    String id = law.submit(workflow("residency: [EU]"));
    law.awaitOrder(id);
    assertThat(law.view(id).warnings()).isEmpty();
    law.world.end(id + ".a-group.0", Cause.EXITED, 0);
  }

  @Test
  void aRuleThatComesIntoForceReachesWhatWaits() throws IOException {
    law.nodes = List.of(FakeBackend.node("node", "local", 1, 0));
    law.restart();
    String runs = law.submit(workflow("tenant: american"));
    law.awaitOrder(runs);
    String waits = law.submit(workflow("tenant: later"));
    await("it waits", () -> law.message(waits).startsWith("default: busy"));

    law.setClock("2026-12-02T00:00:00Z");
    await("it waits for people", () -> law.message(waits).startsWith("waiting for a decision: "));
    law.world.end(runs + ".a-group.0", Cause.EXITED, 0);
    await(runs + " ends", () -> law.view(runs).status().finished());
    assertThat(law.world.ordered()).doesNotContain(waits + ".a-group.0");
    law.engine.cancel(waits, "ada", "", true);
  }

  @Test
  void aRuleThatComesIntoForceLetsFinishWhatRuns() throws IOException {
    String id = law.submit(workflow("tenant: later"));
    law.awaitOrder(id);
    law.setClock("2026-12-02T00:00:00Z");
    await("it says so", () -> law.message(id).contains("(t-later)"));
    law.restart();
    law.setClock("2026-12-03T00:00:00Z");
    law.world.end(id + ".a-group.0", Cause.EXITED, 0);
    await(id + " ends", () -> law.view(id).status().finished());
    assertThat(law.view(id).status()).isEqualTo(WorkflowStatus.COMPLETED);
    assertThat(events(id))
        .containsOnlyOnce("[a] LAW: The law has come to forbid it at eu-west-2: licence: From now");
    assertThat(entries(id))
        .extracting(AuditEntry::kind)
        .containsExactly(AuditEntry.Kind.PLACEMENT, AuditEntry.Kind.RUNNING);
  }

  @Test
  void orStopsWhatRunsWhereTheOperatorWantsThat() throws IOException {
    law.fleet = law.fleet.replace("running: finish", "running: stop");
    law.restart();
    String id = law.submit(workflow("tenant: later"));
    law.awaitOrder(id);
    law.setClock("2026-12-02T00:00:00Z");
    await(id + " ends", () -> law.view(id).status().finished());
    WorkflowView view = law.view(id);
    assertThat(view.status()).isEqualTo(WorkflowStatus.FAILED_CANCELED);
    assertThat(view.cancelledBy()).contains("sesamo");
    assertThat(view.message()).contains("The law has come to forbid it", "(t-later)");
  }

  @Test
  void anOperatorMayChangeHisMind() throws IOException {
    String id = law.submit(workflow("tenant: later"));
    law.awaitOrder(id);
    law.setClock("2026-12-02T00:00:00Z");
    await("it says so", () -> law.message(id).contains("(t-later)"));
    law.fleet = law.fleet.replace("running: finish", "running: stop");
    law.restart();
    law.setClock("2026-12-02T00:00:01Z");
    await(id + " ends", () -> law.view(id).status().finished());
    assertThat(law.view(id).status()).isEqualTo(WorkflowStatus.FAILED_CANCELED);
  }

  private List<AuditEntry> entries(String workflow) {
    return law.office.audit(Optional.of(workflow), Optional.empty(), 100).stream()
        .map(AuditLine::entry)
        .toList();
  }

  private String events(String id) throws IOException {
    StringBuilder lines = new StringBuilder();
    law.engine.events(id, LineQuery.all(false), lines);
    return lines.toString();
  }
}
