package io.sesamo.engine.store;

import io.sesamo.engine.store.ClearanceRow.Revocation;
import io.sesamo.law.Action;
import io.sesamo.law.Clearance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Clearances, what was supplied under them, and the audit log. Thread-safe. */
public final class LawStore {

  private static final String PREFIX = "c-";

  /** Held to the end of the transaction: who supplies or revokes waits for who does so now. */
  private static final String ONE_AT_A_TIME =
      "lock table law_clearance in share row exclusive mode";

  private static final String CLEARANCES =
      """
      select law_clearance.*, quantity - coalesce(
          (select sum(law_draw.quantity) from law_draw where clearance = number), 0) as left_over
      from law_clearance
      """;

  private final Jdbi jdbi;

  LawStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Every clearance, revoked ones too, in the order in which they were given. */
  public List<ClearanceRow> clearances() {
    return jdbi.withHandle(LawStore::clearances);
  }

  private static List<ClearanceRow> clearances(Handle handle) {
    return handle
        .createQuery(CLEARANCES + " order by number")
        .map((row, context) -> clearance(row))
        .list();
  }

  /**
   * Records a clearance, with an entry in the log.
   *
   * @param clearance whose id is not yet known
   * @return it with its id
   */
  public ClearanceRow add(ClearanceRow clearance, Function<ClearanceRow, AuditEntry> entry) {
    return jdbi.inTransaction(handle -> {
      Clearance what = clearance.clearance();
      long number =
          handle
              .createQuery(
                  """
                  insert into law_clearance (
                    kind, rules, chips, sites, parties, actions, quantity, first_day, last_day,
                    reference, decided_by, why, decided_at)
                  values (
                    :kind, :rules::jsonb, :chips::jsonb, :sites::jsonb, :parties::jsonb,
                    :actions::jsonb, :quantity, :first, :last, :reference, :by, :why, :at)
                  returning number
                  """)
              .bind("kind", what.kind().word())
              .bind("rules", Json.write(what.rules()))
              .bind("chips", Json.write(what.scope().chips()))
              .bind("sites", Json.write(what.scope().sites()))
              .bind("parties", Json.write(what.scope().parties()))
              .bind("actions", Json.write(AuditJson.words(what.scope().actions())))
              .bind(
                  "quantity",
                  what.quantity().isPresent() ? (Long) what.quantity().getAsLong() : null)
              .bind("first", what.from())
              .bind("last", what.to())
              .bind("reference", clearance.reference())
              .bind("by", clearance.decidedBy())
              .bind("why", clearance.why())
              .bind("at", clearance.decidedAt())
              .mapTo(Long.class)
              .one();
      ClearanceRow stored = clearance.withId(PREFIX + number);
      append(handle, entry.apply(stored));
      return stored;
    });
  }

  /**
   * Ends a clearance before its last day, with an entry in the log.
   *
   * @return empty when there is none of that id that is not revoked already
   */
  public Optional<ClearanceRow> revoke(
      String id, Revocation how, Function<ClearanceRow, AuditEntry> entry) {
    return jdbi.inTransaction(handle -> {
      handle.execute(ONE_AT_A_TIME);
      Optional<ClearanceRow> found =
          clearances(handle).stream()
              .filter(row -> row.clearance().id().equals(id) && row.revoked().isEmpty())
              .findFirst();
      if (found.isPresent()) {
        handle
            .createUpdate(
                """
                update law_clearance set revoked_at = :at, revoked_by = :by, revoked_why = :why
                where number = :number
                """)
            .bind("at", how.at())
            .bind("by", how.by())
            .bind("why", how.why())
            .bind("number", number(id))
            .execute();
        append(handle, entry.apply(found.get().with(how)));
      }
      return found.map(row -> row.with(how));
    });
  }

  /**
   * A supply as it was judged.
   *
   * @param draws how much it takes of which clearance, by its id; empty when it was refused
   */
  public record Supply(AuditEntry entry, Map<String, Long> draws) {}

  /**
   * Judges a supply and writes it down, with what it takes of clearances, before another is judged.
   */
  public <T extends Record> T supply(
      Function<List<ClearanceRow>, T> judge, Function<T, Supply> supply) {
    return jdbi.inTransaction(handle -> {
      handle.execute(ONE_AT_A_TIME);
      T judged = judge.apply(clearances(handle));
      Supply written = supply.apply(judged);
      written
          .draws()
          .forEach((id, quantity) ->
              handle
                  .createUpdate(
                      """
                      insert into law_draw (clearance, quantity, at, drawn_by, what)
                      values (:clearance, :quantity, :at, :by, :what)
                      """)
                  .bind("clearance", number(id))
                  .bind("quantity", quantity)
                  .bind("at", written.entry().at())
                  .bind("by", written.entry().by())
                  .bind("what", written.entry().what())
                  .execute());
      append(handle, written.entry());
      return judged;
    });
  }

  /** Writes entries at the end of the log. */
  public void audit(List<AuditEntry> entries) {
    jdbi.useTransaction(handle -> entries.forEach(entry -> append(handle, entry)));
  }

  private static void append(Handle handle, AuditEntry entry) {
    handle
        .createUpdate("insert into law_audit (entry) values (:entry)")
        .bind("entry", AuditJson.write(entry))
        .execute();
  }

  /** Keeps a catalogue, with an entry in the log; one that is kept already changes nothing. */
  public void keepCatalog(String version, byte[] files, AuditEntry entry) {
    jdbi.useTransaction(handle -> {
      int added =
          handle
              .createUpdate(
                  "insert into law_catalog values (:version, :files) on conflict do nothing")
              .bind("version", version)
              .bind("files", files)
              .execute();
      if (added > 0) {
        append(handle, entry);
      }
    });
  }

  /** What is kept of a catalogue. */
  public Optional<byte[]> catalog(String version) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select files from law_catalog where version = :version")
            .bind("version", version)
            .mapTo(byte[].class)
            .findOne());
  }

  /** An entry as it stands in the log. */
  public record AuditLine(long sequence, String text, String previous, String hash) {

    /**
     * What it says.
     *
     * @throws RuntimeException when nobody wrote it so
     */
    public AuditEntry entry() {
      return AuditJson.read(text);
    }
  }

  /** The last entries, oldest first, of a workflow or of all, since a moment or the beginning. */
  public List<AuditLine> audit(Optional<String> workflow, Optional<Instant> since, int most) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select sequence, entry, previous, hash from law_audit
                    where (:workflow::text is null or workflow = :workflow) and at >= :since
                    order by sequence desc limit :most
                    """)
                .bind("workflow", workflow.orElse(null))
                .bind("since", since.map(Instant::toString).orElse(""))
                .bind("most", most)
                .map((row, context) -> line(row))
                .list())
        .reversed();
  }

  /** The end of the log. */
  public record Head(long sequence, String hash) {}

  /**
   * Reads the whole log as it is at one moment.
   *
   * @param with what to do with all its lines, in order, and with its end
   */
  public <T> T wholeAudit(BiFunction<Stream<AuditLine>, Head, T> with) {
    return jdbi.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        handle -> {
          Head head =
              handle
                  .createQuery("select sequence, hash from law_head")
                  .map((row, context) -> new Head(row.getLong("sequence"), row.getString("hash")))
                  .one();
          try (Stream<AuditLine> lines =
              handle
                  .createQuery(
                      "select sequence, entry, previous, hash from law_audit order by sequence")
                  .setFetchSize(1000)
                  .map((row, context) -> line(row))
                  .stream()) {
            return with.apply(lines, head);
          }
        });
  }

  private static AuditLine line(ResultSet row) throws SQLException {
    return new AuditLine(
        row.getLong("sequence"),
        row.getString("entry"),
        row.getString("previous"),
        row.getString("hash"));
  }

  private static long number(String id) {
    return Long.parseLong(id.substring(PREFIX.length()));
  }

  private static ClearanceRow clearance(ResultSet row) throws SQLException {
    Clearance clearance =
        new Clearance(
            PREFIX + row.getLong("number"),
            Clearance.Kind.of(row.getString("kind")).orElseThrow(),
            texts(row, "rules"),
            new Clearance.Scope(
                texts(row, "chips"),
                texts(row, "sites"),
                texts(row, "parties"),
                texts(row, "actions").stream()
                    .map(word -> Action.of(word).orElseThrow())
                    .collect(Collectors.toSet())),
            number(row, "quantity"),
            row.getObject("first_day", LocalDate.class),
            row.getObject("last_day", LocalDate.class));
    Optional<Revocation> revoked =
        Optional.ofNullable(row.getTimestamp("revoked_at"))
            .map(at -> new Revocation(at.toInstant(), "", ""));
    if (revoked.isPresent()) {
      revoked =
          Optional.of(
              new Revocation(
                  revoked.get().at(), row.getString("revoked_by"), row.getString("revoked_why")));
    }
    return new ClearanceRow(
        clearance,
        row.getString("reference"),
        row.getString("decided_by"),
        row.getString("why"),
        row.getTimestamp("decided_at").toInstant(),
        number(row, "left_over"),
        revoked);
  }

  private static Set<String> texts(ResultSet row, String column) throws SQLException {
    return Set.copyOf(Json.texts(row.getString(column)));
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
