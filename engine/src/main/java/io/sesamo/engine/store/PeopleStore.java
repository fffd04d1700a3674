package io.sesamo.engine.store;

import io.sesamo.engine.store.PersonRow.RoleRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Who may use the server, with what tokens, and what was written by whom. Thread-safe. */
public final class PeopleStore {

  private final Jdbi jdbi;

  PeopleStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Everybody, by name. */
  public List<PersonRow> people() {
    return jdbi.withHandle(handle -> {
      Map<String, List<RoleRow>> roles = new HashMap<>();
      handle
          .createQuery("select * from person_role order by person, role")
          .map((row, context) ->
              Map.entry(
                  row.getString("person"),
                  new RoleRow(
                      row.getString("role"),
                      instant(row, "assigned_at"),
                      row.getString("assigned_by"))))
          .forEach(each ->
              roles.computeIfAbsent(each.getKey(), any -> new ArrayList<>()).add(each.getValue()));
      return handle
          .createQuery("select * from person order by name")
          .map((row, context) ->
              new PersonRow(
                  row.getString("name"),
                  row.getString("tenant"),
                  Optional.ofNullable(row.getString("pool")),
                  instant(row, "created_at"),
                  row.getString("created_by"),
                  roles.getOrDefault(row.getString("name"), List.of())))
          .list();
    });
  }

  /** Keeps somebody as he is now, with exactly these roles. */
  public void save(PersonRow person) {
    jdbi.useTransaction(handle -> {
      handle
          .createUpdate(
              """
              insert into person (name, tenant, pool, created_at, created_by)
              values (:name, :tenant, :pool, :at, :by)
              on conflict (name) do update set tenant = excluded.tenant, pool = excluded.pool
              """)
          .bind("name", person.name())
          .bind("tenant", person.tenant())
          .bind("pool", person.pool().orElse(null))
          .bind("at", person.createdAt())
          .bind("by", person.createdBy())
          .execute();
      handle
          .createUpdate("delete from person_role where person = :name")
          .bind("name", person.name())
          .execute();
      for (RoleRow role : person.roles()) {
        handle
            .createUpdate("insert into person_role values (:name, :role, :at, :by)")
            .bind("name", person.name())
            .bind("role", role.role())
            .bind("at", role.at())
            .bind("by", role.by())
            .execute();
      }
    });
  }

  /** Forgets somebody, and his tokens. */
  public void deletePerson(String name) {
    jdbi.useHandle(handle ->
        handle.createUpdate("delete from person where name = :name").bind("name", name).execute());
  }

  /** Every token, also those that have expired. */
  public List<TokenRow> tokens() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from access_token order by person, name")
            .map((row, context) ->
                new TokenRow(
                    row.getString("person"),
                    row.getString("name"),
                    row.getString("hash"),
                    row.getString("description"),
                    Json.texts(row.getString("roles")),
                    instant(row, "created_at"),
                    row.getString("created_by"),
                    instant(row, "expires_at")))
            .list());
  }

  /** Keeps a new token of somebody who is known. */
  public void add(TokenRow token) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into access_token
                values (:person, :name, :hash, :description, :roles::jsonb, :at, :by, :expires)
                """)
            .bind("person", token.person())
            .bind("name", token.name())
            .bind("hash", token.hash())
            .bind("description", token.description())
            .bind("roles", Json.write(token.roles()))
            .bind("at", token.createdAt())
            .bind("by", token.createdBy())
            .bind("expires", token.expiresAt())
            .execute());
  }

  /** Forgets a token. */
  public void deleteToken(String person, String name) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("delete from access_token where person = :person and name = :name")
            .bind("person", person)
            .bind("name", name)
            .execute());
  }

  /** Notes a call that may have changed something. */
  public void log(WriteRow write) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into write_log (at, person, tenant, method, path, status, request)
                values (:at, :person, :tenant, :method, :path, :status, :request)
                """)
            .bind("at", write.at())
            .bind("person", write.person())
            .bind("tenant", write.tenant())
            .bind("method", write.method())
            .bind("path", write.path())
            .bind("status", write.status())
            .bind("request", write.request())
            .execute());
  }

  /**
   * What was written, newest first.
   *
   * @param person only by him; empty: by anybody
   * @param limit 1 to 1,000
   */
  public List<WriteRow> writes(Optional<String> person, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from write_log where cast(:person as text) is null or person = :person
                order by sequence desc limit :limit
                """)
            .bind("person", person.orElse(null))
            .bind("limit", limit)
            .map((row, context) ->
                new WriteRow(
                    instant(row, "at"),
                    row.getString("person"),
                    row.getString("tenant"),
                    row.getString("method"),
                    row.getString("path"),
                    row.getInt("status"),
                    row.getString("request")))
            .list());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
