package io.sesamo.server;

import static io.sesamo.server.contract.Schema.count;
import static io.sesamo.server.contract.Schema.list;
import static io.sesamo.server.contract.Schema.naiveTime;
import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;
import static io.sesamo.server.contract.Schema.truth;
import static io.sesamo.server.contract.Schema.words;

import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes of apps take and give. */
final class AppSchemas {

  private AppSchemas() {}

  private static final Fields ROW =
      object("AppRow")
          .has("uuid", text())
          .has("name", text())
          .has("description", text())
          .has("created_date", naiveTime())
          .has("owner", text())
          .has("latest_version", count());

  static final Fields LIST = object("AppList").has("apps", list(ROW)).has("more_entries", truth());

  private static final Fields VERSION =
      object("AppVersion")
          .has("version", count())
          .has("created_by", text())
          .has("created_date", naiveTime())
          .has("status", words("READY", "DELETED"));

  static final Fields APP =
      object("App")
          .has("uuid", text())
          .has("name", text())
          .has("description", text())
          .has("created_date", naiveTime())
          .has("owner", text())
          .has("versions", list(VERSION));

  static final Fields ADDED =
      object("AddedVersion")
          .has("uuid", text())
          .has("version", count())
          .has("name", text())
          .has("created_by", text())
          .has("created_date", naiveTime());

  static final Fields DELETED = object("DeletedVersions").has("versions", list(count()));

  static final Schema FILE = text().says("A workflow file, in YAML.");

  private static final Param LIMIT =
      Param.count("limit").orElse(20).says("How many at most; never more than 1000.");
  private static final Param ORDER =
      Param.word("order", "ASC", "DESC").orElse("ASC").says("DESC: the newest first.");

  static final Param VERSION_QUERY = Param.count("version").says("Only this version.");

  static final List<Param> LIST_QUERY =
      List.of(
          Param.text("name").says("A part of their names."),
          Param.texts("users").says("Their owners; none: the caller."),
          Param.truth("all_users", false).says("Everybody's."),
          Param.count("offset").orElse(0),
          LIMIT,
          ORDER);

  static final List<Param> ONE_QUERY = List.of(VERSION_QUERY, LIMIT, ORDER);

  static final List<Param> DELETE_QUERY =
      List.of(VERSION_QUERY, Param.truth("all_versions", false).says("Every version."));
}
