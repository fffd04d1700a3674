package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.Undecided;
import io.sesamo.engine.law.AuditCheck;
import io.sesamo.engine.law.LawOffice;
import io.sesamo.engine.law.LawOffice.Supplied;
import io.sesamo.engine.law.NewClearance;
import io.sesamo.engine.law.Ruling;
import io.sesamo.engine.store.AuditJson;
import io.sesamo.engine.store.ClearanceRow;
import io.sesamo.engine.store.ClearanceRow.Revocation;
import io.sesamo.engine.store.LawStore.AuditLine;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.law.VerdictFacts;
import io.sesamo.server.Gate.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The law: clearances, supplies, what waits for people, the audit log, and verdicts. */
final class LawRoutes {

  private static final String ROOT = "/api/sesamo/v1/law/";
  private static final int USUAL_ENTRIES = 1000;
  private static final int MOST_ENTRIES = 100_000;

  private final Engine engine;
  private final LawOffice office;
  private final InstantSource clock;

  LawRoutes(Engine engine, LawOffice office, InstantSource clock) {
    this.engine = engine;
    this.office = office;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ROOT + "clearances", Action.LAW_AUDIT, this::clearances),
        Route.post(ROOT + "clearances", Action.LAW_DECIDE, this::clear),
        Route.post(ROOT + "clearances/{id}/revoke", Action.LAW_DECIDE, this::revoke),
        Route.post(ROOT + "supplies", Action.LAW_SUPPLY, this::supply),
        Route.post(ROOT + "check", Action.LAW_READ, this::check),
        Route.get(ROOT + "waiting", Action.LAW_AUDIT, (c, p) -> waiting()),
        Route.get(ROOT + "audit", Action.LAW_AUDIT, this::audit),
        Route.get(ROOT + "audit/verify", Action.LAW_AUDIT, (c, p) -> verify()));
  }

  private Object clearances(Context context, Principal principal) {
    boolean all = new Parameters(context).truth("all", false);
    return Wire.map(
        "clearances",
        office.clearances().stream()
            .filter(row -> all || row.revoked().isEmpty())
            .map(LawRoutes::clearance)
            .toList(),
        "notice",
        VerdictFacts.NOTICE);
  }

  private static Map<String, @Nullable Object> clearance(ClearanceRow row) {
    Map<String, @Nullable Object> shape = Wire.map();
    shape.putAll(AuditJson.clearance(row.clearance()));
    shape.put("left", row.left().isPresent() ? (Long) row.left().getAsLong() : null);
    shape.put("reference", row.reference());
    shape.put("decidedBy", row.decidedBy());
    shape.put("why", row.why());
    shape.put("decidedAt", row.decidedAt().toString());
    shape.put("revokedAt", row.revoked().map(how -> how.at().toString()).orElse(null));
    shape.put("revokedBy", row.revoked().map(Revocation::by).orElse(null));
    shape.put("revokedWhy", row.revoked().map(Revocation::why).orElse(null));
    return shape;
  }

  private Object clear(Context context, Principal principal) {
    LawBody body = LawBody.of(context);
    NewClearance request =
        new NewClearance(
            body.kind(),
            body.texts("rules"),
            body.scope(),
            body.number("quantity"),
            body.day("from"),
            body.day("to"),
            body.text("reference"),
            body.text("why"));
    return clearance(office.clear(request, principal.user()));
  }

  private Object revoke(Context context, Principal principal) {
    String why = LawBody.of(context).text("why");
    return clearance(office.revoke(context.pathParam("id"), principal.user(), why));
  }

  private Object supply(Context context, Principal principal) {
    LawBody body = LawBody.of(context);
    Supplied supplied =
        office.supply(
            body.wanted(io.sesamo.law.Action.SUPPLY, clock), principal.user(), body.text("what"));
    return Wire.map(
        "done", supplied.done(),
        "verdict", supplied.verdict(),
        "rules", supplied.rules(),
        "sentence", supplied.sentence(),
        "draws", supplied.draws(),
        "notice", VerdictFacts.NOTICE);
  }

  private Object check(Context context, Principal principal) {
    LawBody body = LawBody.of(context);
    return office.check(body.wanted(body.action(), clock));
  }

  private Object waiting() {
    return Wire.map(
        "waiting",
        engine.undecided().stream().map(LawRoutes::undecided).toList(),
        "notice",
        VerdictFacts.NOTICE);
  }

  private static Object undecided(Undecided group) {
    return Wire.map(
        "workflow", group.workflow(),
        "group", group.group(),
        "user", group.submittedBy(),
        "pool", group.pool().orElse(PoolLoad.ANY),
        "since", group.since().toString(),
        "places", group.places().stream().map(LawRoutes::place).toList());
  }

  private static Object place(Ruling place) {
    return Wire.map(
        "pool", place.pool(),
        "site", place.site(),
        "platform", place.platform(),
        "verdict", place.verdict(),
        "rules", place.rules(),
        "reason", place.reason(),
        "forGood", place.forGood(),
        "answers",
            place.answers().entrySet().stream()
                .map(answer -> Map.of("rule", answer.getKey(), "kind", answer.getValue().word()))
                .toList());
  }

  private Object audit(Context context, Principal principal) {
    Parameters query = new Parameters(context);
    int most = Math.min(query.number("limit").orElse(USUAL_ENTRIES), MOST_ENTRIES);
    return Wire.map(
        "entries",
        office.audit(query.text("workflow"), query.time("since"), most).stream()
            .map(LawRoutes::entry)
            .toList(),
        "notice",
        VerdictFacts.NOTICE);
  }

  private static Object entry(AuditLine line) {
    JsonNode entry = Wire.read(line.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return Wire.map("sequence", line.sequence(), "entry", entry, "hash", line.hash());
  }

  private Object verify() {
    AuditCheck.Result result = office.verify();
    Optional<String> bad = result.bad();
    return Wire.map(
        "whole", bad.isEmpty(),
        "entries", result.entries(),
        "judged", result.judged(),
        "bad", bad.orElse(null),
        "hash", result.hash(),
        "notice", VerdictFacts.NOTICE);
  }
}
