package io.sesamo.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** What administrators set, in all its revisions. Thread-safe. */
public final class ConfigStore {

  private final Jdbi jdbi;

  ConfigStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Every revision of every kind, the last first. */
  public List<ConfigRow> all() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from config_revision order by changed_at desc, revision desc")
            .map((row, context) -> config(row))
            .list());
  }

  /** The one of a kind that holds. */
  public Optional<ConfigRow> latest(String kind) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select * from config_revision where kind = :kind order by revision desc limit 1")
            .bind("kind", kind)
            .map((row, context) -> config(row))
            .findOne());
  }

  /** Keeps a revision, which holds from now on. */
  public void add(ConfigRow row) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into config_revision
                values (:kind, :revision, :name, :data, :by, :at, :description, :tags::jsonb)
                """)
            .bind("kind", row.kind())
            .bind("revision", row.revision())
            .bind("name", row.name())
            .bind("data", row.data())
            .bind("by", row.by())
            .bind("at", row.at())
            .bind("description", row.description())
            .bind("tags", Json.write(row.tags()))
            .execute());
  }

  /** Gives a revision other tags; whether there is such a one. */
  public boolean tag(String kind, int revision, Set<String> tags) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    update config_revision set tags = :tags::jsonb
                    where kind = :kind and revision = :revision
                    """)
                .bind("tags", Json.write(tags))
                .bind("kind", kind)
                .bind("revision", revision)
                .execute()
            > 0);
  }

  private static ConfigRow config(ResultSet row) throws SQLException {
    return new ConfigRow(
        row.getString("kind"),
        row.getInt("revision"),
        row.getString("name"),
        row.getString("data"),
        row.getString("changed_by"),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getString("description"),
        Set.copyOf(Json.texts(row.getString("tags"))));
  }
}
