package io.sesamo.engine.store;

import io.sesamo.engine.view.TenantScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Workflow files that people keep under a name, in versions. Thread-safe. */
public final class AppStore {

  private static final String APPS =
      """
      select app.*, latest.version as latest
      from app
      cross join lateral (
        select coalesce(max(version), 0) as version from app_version
        where app_version.app = app.uuid and app_version.spec is not null) as latest
      """;

  private static final String VISIBLE =
      """
      (:all or app.tenant = :tenant or (:tenant <> '' and starts_with(app.tenant, :below)))
      """;

  private final Jdbi jdbi;

  AppStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Which apps to list. An empty set or text means no condition.
   *
   * @param name part of the name
   * @param usedBy who made a version of it, or has run it
   * @param offset rows to skip, newest first
   * @param limit 1 to 1,001
   */
  public record Filter(
      TenantScope scope, String name, Set<String> owners, String usedBy, int offset, int limit) {}

  /** The apps, newest first; without those of which every version was deleted. */
  public List<AppRow> list(Filter filter) {
    Conditions where = new Conditions();
    where.and(VISIBLE).and("latest.version > 0").anyOf("owner", "owners", filter.owners());
    bindScope(where, filter.scope());
    if (!filter.name().isEmpty()) {
      where.and("position(:name in app.name) > 0").bind("name", filter.name());
    }
    if (!filter.usedBy().isEmpty()) {
      where
          .and(
              """
              (exists (select from app_version where app = app.uuid and created_by = :user)
                or exists (
                  select from workflow where workflow.app = app.uuid and submitted_by = :user))
              """)
          .bind("user", filter.usedBy());
    }
    where.bind("limit", filter.limit()).bind("offset", filter.offset());
    String order = " order by app.created_at desc, app.name limit :limit offset :offset";
    return jdbi.withHandle(handle -> {
      try (Query query = handle.createQuery(APPS + where.sql() + order)) {
        return query.bindMap(where.values()).map((row, context) -> app(row)).list();
      }
    });
  }

  private static void bindScope(Conditions where, TenantScope scope) {
    where.bind("all", scope.all()).bind("tenant", scope.home()).bind("below", scope.home() + "/");
  }

  /** The app of that name: somebody's own tenant's before others' that he may see. */
  public Optional<AppRow> app(String name, TenantScope scope) {
    Conditions where = new Conditions().and(VISIBLE).and("app.name = :name").bind("name", name);
    bindScope(where, scope);
    return one(where, " order by app.tenant <> :tenant, app.tenant limit 1");
  }

  /** The app of that number. */
  public Optional<AppRow> app(UUID uuid, TenantScope scope) {
    Conditions where = new Conditions().and(VISIBLE).and("app.uuid = :uuid").bind("uuid", uuid);
    bindScope(where, scope);
    return one(where, "");
  }

  private Optional<AppRow> one(Conditions where, String order) {
    return jdbi.withHandle(handle -> {
      try (Query query = handle.createQuery(APPS + where.sql() + order)) {
        return query.bindMap(where.values()).map((row, context) -> app(row)).findOne();
      }
    });
  }

  private static AppRow app(ResultSet row) throws SQLException {
    return new AppRow(
        row.getObject("uuid", UUID.class),
        row.getString("name"),
        row.getString("tenant"),
        row.getString("owner"),
        row.getString("description"),
        instant(row),
        row.getInt("latest"));
  }

  private static Instant instant(ResultSet row) throws SQLException {
    return row.getObject("created_at", OffsetDateTime.class).toInstant();
  }

  /**
   * Keeps a new app with its first version. A name of which every version was deleted is free.
   *
   * @param app whose latest version does not matter
   * @return false when its tenant has one of that name
   */
  public boolean create(AppRow app, String spec) {
    return jdbi.inTransaction(handle -> {
      int made =
          handle
              .createUpdate(
                  """
                  insert into app (uuid, name, tenant, owner, description, created_at)
                  values (:uuid, :name, :tenant, :owner, :description, :at)
                  on conflict (name, tenant) do update
                  set owner = excluded.owner, description = excluded.description,
                    created_at = excluded.created_at
                  where not exists (
                    select from app_version where app_version.app = app.uuid and spec is not null)
                  """)
              .bind("uuid", app.uuid())
              .bind("name", app.name())
              .bind("tenant", app.tenant())
              .bind("owner", app.owner())
              .bind("description", app.description())
              .bind("at", app.createdAt())
              .execute();
      if (made == 0) {
        return false;
      }
      UUID kept =
          handle
              .createQuery("select uuid from app where name = :name and tenant = :tenant")
              .bind("name", app.name())
              .bind("tenant", app.tenant())
              .mapTo(UUID.class)
              .one();
      add(handle, kept, app.owner(), app.createdAt(), spec);
      return true;
    });
  }

  /** Keeps another version of an app. */
  public AppVersionRow add(UUID app, String by, Instant at, String spec) {
    return jdbi.inTransaction(handle -> add(handle, app, by, at, spec));
  }

  private static AppVersionRow add(Handle handle, UUID app, String by, Instant at, String spec) {
    handle.execute("select from app where uuid = ? for update", app); // one number for each
    return handle
        .createQuery(
            """
            insert into app_version (app, version, created_at, created_by, spec)
            select :app, coalesce(max(version), 0) + 1, :at, :by, :spec
            from app_version where app = :app
            returning *
            """)
        .bind("app", app)
        .bind("at", at)
        .bind("by", by)
        .bind("spec", spec)
        .map((row, context) -> version(row))
        .one();
  }

  /**
   * Versions of an app, the latest first.
   *
   * @param number only that one
   * @param limit 1 to 1,000; deleted ones are left out first
   */
  public List<AppVersionRow> versions(UUID app, OptionalInt number, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from app_version
                where app = :app and (:number = 0 or version = :number)
                order by spec is null, version desc limit :limit
                """)
            .bind("app", app)
            .bind("number", number.orElse(0))
            .bind("limit", limit)
            .map((row, context) -> version(row))
            .stream()
            .sorted(Comparator.comparingInt(AppVersionRow::number).reversed())
            .toList());
  }

  private static AppVersionRow version(ResultSet row) throws SQLException {
    return new AppVersionRow(
        row.getInt("version"),
        instant(row),
        row.getString("created_by"),
        row.getString("spec") == null);
  }

  /** The file of a version; empty when there is none, or it was deleted. */
  public Optional<String> spec(UUID app, int version) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select spec from app_version
                where app = :app and version = :version and spec is not null
                """)
            .bind("app", app)
            .bind("version", version)
            .mapTo(String.class)
            .findOne());
  }

  /** Deletes the files of versions; their numbers stay taken. */
  public void delete(UUID app, Collection<Integer> versions) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "update app_version set spec = null where app = :app and version = any(:versions)")
            .bind("app", app)
            .bind("versions", versions.toArray(Integer[]::new))
            .execute());
  }

  /**
   * Gives an app another name. One of that name of which every version was deleted is forgotten.
   *
   * @return false when its tenant has one of that name
   */
  public boolean rename(UUID app, String name) {
    return jdbi.inTransaction(handle -> {
      handle
          .createUpdate(
              """
              delete from app where uuid <> :app and name = :name
                and tenant = (select tenant from app as own where own.uuid = :app)
                and not exists (
                  select from app_version where app_version.app = app.uuid and spec is not null)
              """)
          .bind("app", app)
          .bind("name", name)
          .execute();
      return handle
              .createUpdate(
                  """
                  update app set name = :name where uuid = :app and not exists (
                    select from app as other
                    where other.name = :name and other.tenant = app.tenant)
                  """)
              .bind("app", app)
              .bind("name", name)
              .execute()
          == 1;
    });
  }
}
