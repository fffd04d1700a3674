package io.sesamo.server;

import static io.sesamo.server.contract.Schema.any;
import static io.sesamo.server.contract.Schema.byName;
import static io.sesamo.server.contract.Schema.count;
import static io.sesamo.server.contract.Schema.day;
import static io.sesamo.server.contract.Schema.either;
import static io.sesamo.server.contract.Schema.line;
import static io.sesamo.server.contract.Schema.list;
import static io.sesamo.server.contract.Schema.number;
import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;
import static io.sesamo.server.contract.Schema.texts;
import static io.sesamo.server.contract.Schema.time;
import static io.sesamo.server.contract.Schema.truth;
import static io.sesamo.server.contract.Schema.words;

import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes of the law take and give. */
final class LawSchemas {

  private LawSchemas() {}

  private static final Schema NOTICE = text().says("Data with sources, not legal advice.");
  private static final Schema ACTION = words("supply", "use", "transfer");
  private static final Schema KIND = words("licence", "notification", "waiver");
  private static final Schema MAYBE_TEXTS = texts().orNull();
  private static final Schema MAYBE_WORDS = line(1000).orNull();

  private static final Fields SCOPE =
      object("ClearanceScope")
          .has("id", text())
          .has("kind", KIND)
          .has("rules", texts())
          .has("chips", texts())
          .has("sites", texts())
          .has("parties", texts())
          .has("actions", list(ACTION))
          .may("quantity", count())
          .has("from", day())
          .has("to", day());

  static final Fields CLEARANCE =
      object("Clearance")
          .all(SCOPE)
          .has("left", count().orNull().says("How much of the quantity is left; null: no limit."))
          .has("reference", text())
          .has("decidedBy", text())
          .has("why", text())
          .has("decidedAt", time())
          .has("revokedAt", time().orNull())
          .has("revokedBy", text().orNull())
          .has("revokedWhy", text().orNull());

  static final Fields CLEARANCES =
      object("Clearances").has("clearances", list(CLEARANCE)).has("notice", NOTICE);

  static final Param ALL = Param.truth("all", false).says("Those that were revoked too.");

  static final Fields NEW_CLEARANCE =
      object("NewClearance")
          .has("kind", KIND)
          .may("rules", MAYBE_TEXTS)
          .may("chips", MAYBE_TEXTS)
          .may("sites", MAYBE_TEXTS)
          .may("parties", MAYBE_TEXTS)
          .may("actions", list(ACTION).orNull())
          .may("quantity", whole().orNull())
          .has("from", text().says("A day such as 2026-01-15."))
          .has("to", text().says("A day such as 2026-01-15."))
          .may("reference", MAYBE_WORDS)
          .may("why", MAYBE_WORDS);

  static final Fields WHY = object("Revocation").may("why", MAYBE_WORDS);

  private static final Fields CASE =
      object("CaseToSupply")
          .may("date", text().orNull().says("A day; today where there is none."))
          .may("chip", text().orNull())
          .may("site", text().orNull())
          .may(
              "facts",
              byName(either(text(), number(), truth(), list(either(text(), number(), truth()))))
                  .says("Other facts by their names."))
          .may("what", MAYBE_WORDS.says("What is supplied, for those who read of it later."));

  static final Fields SUPPLY = CASE;

  static final Fields CHECK = object("Case").has("action", ACTION).all(CASE);

  static final Fields SUPPLIED =
      object("Supplied")
          .has("done", truth())
          .has("verdict", text())
          .has("rules", texts())
          .has("sentence", text())
          .has("draws", byName(count()))
          .has("notice", NOTICE);

  private static final Fields FINDING =
      object("Finding")
          .has("rule", text())
          .has("title", text())
          .has("jurisdiction", text())
          .has("authority", text())
          .has("citation", text())
          .has("effect", text())
          .has("weighs", text())
          .has("holds", text())
          .has("lifted", truth())
          .has("clearedBy", text())
          .has("policy", text().says("The policy of the authority; empty: none."))
          .has("confidence", text())
          .has("status", text())
          .has("sentence", text())
          .has("missing", texts());

  static final Fields VERDICT =
      object("Verdict")
          .has("verdict", text())
          .has("decidedBy", list(FINDING))
          .has("considered", list(FINDING))
          .has(
              "missingFacts",
              list(
                  object("MissingFact")
                      .has("fact", text())
                      .has("meaning", text())
                      .has("why", text())))
          .has(
              "changesOn",
              list(
                  object("VerdictChange")
                      .has("date", day())
                      .has("verdict", text())
                      .has("rules", texts())))
          .has("date", day())
          .has("catalogVersion", text())
          .may("classification", any())
          .has("facts", byName(any()))
          .has("assumed", texts())
          .has("notice", NOTICE);

  private static final Fields PLACE =
      object("PlaceWaiting")
          .has("pool", text())
          .has("site", text())
          .has("platform", text())
          .has("verdict", text())
          .has("rules", texts())
          .has("reason", text())
          .has("forGood", truth())
          .has("answers", list(object("WantedClearance").has("rule", text()).has("kind", KIND)));

  static final Fields WAITING =
      object("Waiting")
          .has(
              "waiting",
              list(
                  object("WaitingGroup")
                      .has("workflow", text())
                      .has("group", text())
                      .has("user", text())
                      .has("pool", text())
                      .has("since", time())
                      .has("places", list(PLACE))))
          .has("notice", NOTICE);

  static final List<Param> AUDIT_QUERY =
      List.of(
          Param.text("workflow").says("Only of this workflow."),
          Param.time("since"),
          Param.count("limit").orElse(1000).says("How many at most; never more than 100000."));

  private static final Fields ENTRY =
      object("AuditEntry")
          .has("at", time())
          .has("kind", text())
          .has("by", text())
          .has("workflow", text())
          .has("group", text())
          .has("platform", text())
          .has("what", text())
          .has("facts", byName(any()))
          .has("verdict", text())
          .has("rules", texts())
          .has("catalog", text())
          .has("clearances", list(SCOPE));

  static final Fields AUDIT =
      object("Audit")
          .has(
              "entries",
              list(
                  object("AuditLine")
                      .has("sequence", count())
                      .has("entry", ENTRY)
                      .has("hash", text().says("Of this entry and the one before."))))
          .has("notice", NOTICE);

  static final Fields AUDIT_CHECK =
      object("AuditCheck")
          .has("whole", truth())
          .has("entries", count())
          .has("judged", count())
          .has("bad", text().orNull())
          .has("hash", text())
          .has("notice", NOTICE);

  private static Schema whole() {
    return Schema.whole(Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
