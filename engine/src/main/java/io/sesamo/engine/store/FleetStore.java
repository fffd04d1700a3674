package io.sesamo.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The fleet's files as they were applied, and what is drained. Thread-safe. */
public final class FleetStore {

  private final Jdbi jdbi;

  FleetStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** All that were ever applied, the last first. */
  public List<FleetRow> all() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from fleet_version order by version desc")
            .map((row, context) -> fleet(row))
            .list());
  }

  /** The one that was applied last. */
  public Optional<FleetRow> latest() {
    return row("order by version desc limit 1");
  }

  /** The one that was taken in last from the server's home folder. */
  public Optional<FleetRow> latestOfHome() {
    return row("where home order by version desc limit 1");
  }

  private Optional<FleetRow> row(String where) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from fleet_version " + where)
            .map((row, context) -> fleet(row))
            .findOne());
  }

  private static FleetRow fleet(ResultSet row) throws SQLException {
    return new FleetRow(
        row.getInt("version"),
        row.getString("title"),
        row.getString("text"),
        row.getString("applied_by"),
        row.getObject("applied_at", OffsetDateTime.class).toInstant(),
        row.getBoolean("home"));
  }

  /**
   * Keeps a file.
   *
   * @param fleet whose version does not matter
   * @return with its version
   */
  public FleetRow add(FleetRow fleet) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into fleet_version (title, text, applied_by, applied_at, home)
                values (:title, :text, :by, :at, :home)
                returning *
                """)
            .bind("title", fleet.title())
            .bind("text", fleet.text())
            .bind("by", fleet.by())
            .bind("at", fleet.at())
            .bind("home", fleet.home())
            .map((row, context) -> fleet(row))
            .one());
  }

  /** What is drained. */
  public List<DrainRow> drains() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from fleet_drain order by name")
            .map((row, context) ->
                new DrainRow(
                    row.getString("name"),
                    row.getString("reason"),
                    row.getString("drained_by"),
                    row.getObject("drained_at", OffsetDateTime.class).toInstant()))
            .list());
  }

  /** Drains a part; one that is drained already gets the new reason. */
  public void drain(DrainRow drain) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into fleet_drain (name, reason, drained_by, drained_at)
                values (:name, :reason, :by, :at)
                on conflict (name) do update set reason = excluded.reason,
                  drained_by = excluded.drained_by, drained_at = excluded.drained_at
                """)
            .bind("name", drain.name())
            .bind("reason", drain.reason())
            .bind("by", drain.by())
            .bind("at", drain.at())
            .execute());
  }

  /** Opens a part again. */
  public void resume(String name) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("delete from fleet_drain where name = :name")
            .bind("name", name)
            .execute());
  }
}
