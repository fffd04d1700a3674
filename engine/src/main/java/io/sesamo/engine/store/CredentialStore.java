package io.sesamo.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Credentials as the database has them: nothing here can read their values. Thread-safe. */
public final class CredentialStore {

  private final Jdbi jdbi;

  CredentialStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Keeps one, in the place of an earlier one of that name. */
  public void save(CredentialRow row) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into credential (person, name, kind, profile, key_id, sealed, set_at)
                values (:person, :name, :kind, :profile, :key, :sealed, :at)
                on conflict (person, name) do update set kind = excluded.kind,
                  profile = excluded.profile, key_id = excluded.key_id, sealed = excluded.sealed,
                  set_at = excluded.set_at
                """)
            .bind("person", row.person())
            .bind("name", row.name())
            .bind("kind", row.kind())
            .bind("profile", row.profile().orElse(null))
            .bind("key", row.keyId())
            .bind("sealed", row.sealed())
            .bind("at", row.setAt())
            .execute());
  }

  /** Keeps the same values, encrypted with another key; one that was set meanwhile stays. */
  public void replace(CredentialRow old, CredentialRow fresh) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update credential set key_id = :key, sealed = :sealed
                where person = :person and name = :name and sealed = :old
                """)
            .bind("key", fresh.keyId())
            .bind("sealed", fresh.sealed())
            .bind("person", old.person())
            .bind("name", old.name())
            .bind("old", old.sealed())
            .execute());
  }

  /** Somebody's, by name. */
  public List<CredentialRow> of(String person) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from credential where person = :person order by name")
            .bind("person", person)
            .map((row, context) -> credential(row))
            .list());
  }

  /** Somebody's of that name. */
  public Optional<CredentialRow> find(String person, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from credential where person = :person and name = :name")
            .bind("person", person)
            .bind("name", name)
            .map((row, context) -> credential(row))
            .findOne());
  }

  /** Forgets somebody's of that name; what it was. */
  public Optional<CredentialRow> delete(String person, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "delete from credential where person = :person and name = :name returning *")
            .bind("person", person)
            .bind("name", name)
            .map((row, context) -> credential(row))
            .findOne());
  }

  /** Everybody's that are encrypted with another key than this. */
  public List<CredentialRow> ofOtherKeys(String keyId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from credential where key_id <> :key order by person, name")
            .bind("key", keyId)
            .map((row, context) -> credential(row))
            .list());
  }

  private static CredentialRow credential(ResultSet row) throws SQLException {
    return new CredentialRow(
        row.getString("person"),
        row.getString("name"),
        CredentialRow.Kind.valueOf(row.getString("kind")),
        Optional.ofNullable(row.getString("profile")),
        row.getString("key_id"),
        row.getString("sealed"),
        row.getObject("set_at", OffsetDateTime.class).toInstant());
  }
}
