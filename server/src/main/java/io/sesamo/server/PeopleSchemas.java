package io.sesamo.server;

import static io.sesamo.server.contract.Schema.count;
import static io.sesamo.server.contract.Schema.list;
import static io.sesamo.server.contract.Schema.naiveTime;
import static io.sesamo.server.contract.Schema.nothing;
import static io.sesamo.server.contract.Schema.object;
import static io.sesamo.server.contract.Schema.text;
import static io.sesamo.server.contract.Schema.texts;
import static io.sesamo.server.contract.Schema.truth;
import static io.sesamo.server.contract.Schema.word;

import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema.Fields;
import java.util.List;

/** What the routes of users, roles, tokens and profiles take and give. */
final class PeopleSchemas {

  private PeopleSchemas() {}

  private static final Fields ROLE =
      object("GivenRole")
          .has("role_name", text())
          .has("assigned_by", text())
          .has("assigned_at", naiveTime());

  static final Fields USER =
      object("User")
          .has("id", text())
          .has("created_at", naiveTime())
          .has("created_by", text())
          .has("tenant", text().says("Empty: the tenant of those who have none."));

  static final Fields USER_WITH_ROLES = object("UserWithRoles").all(USER).has("roles", list(ROLE));

  static final Fields USERS =
      object("Users")
          .has("total_results", count())
          .has("start_index", count())
          .has("items_per_page", count())
          .has("users", list(USER));

  static final List<Param> USERS_QUERY =
      List.of(
          Param.count("start_index").orElse(1).says("The first of them, counted from 1."),
          Param.count("count").orElse(100).says("How many at most."),
          Param.text("id_prefix").says("How their names begin."),
          Param.texts("roles").says("Roles of which they have one."));

  static final Fields NEW_USER = object("NewUser").has("id", word()).may("roles", texts().orNull());

  static final Fields ROLES_OF_USER =
      object("RolesOfUser").has("user_id", text()).has("roles", list(ROLE));

  static final Fields ASSIGN = object("AssignRole").has("role_name", word());

  static final Fields ASSIGNED = object("AssignedRole").has("user_id", text()).all(ROLE);

  static final Fields ROLE_USERS =
      object("UsersOfRole")
          .has("role_name", text())
          .has(
              "users",
              list(
                  object("UserOfRole")
                      .has("user_id", text())
                      .has("assigned_by", text())
                      .has("assigned_at", naiveTime())));

  static final Fields ASSIGN_ALL = object("AssignRoleToAll").has("user_ids", texts());

  static final Fields ASSIGNED_ALL =
      object("AssignedToAll")
          .has("role_name", text())
          .has("assigned", texts())
          .has("already_assigned", texts())
          .has("failed", texts());

  static final Fields TENANT =
      object("Tenant")
          .has(
              "tenant",
              text("|[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)*")
                  .says("A tenant like robots or robots/arms; empty: none."));

  static final Fields TOKEN =
      object("Token")
          .has("user_name", text())
          .has("token_name", text())
          .has("expires_at", naiveTime())
          .has("description", text())
          .has("roles", texts());

  static final Fields TOKEN_ROLES =
      object("RolesOfToken")
          .has("user_name", text())
          .has("token_name", text())
          .has("roles", list(ROLE));

  static final List<Param> NEW_TOKEN_QUERY =
      List.of(
          Param.day("expires_at").need().says("The day on which it ends, within a year."),
          Param.text("description"),
          Param.texts("roles").says("What it may do; none: all that its user may."));

  static final Fields SHOWN_TOKEN = object("TokenToTrade").has("token", text());

  static final Fields SESSION =
      object("Session")
          .has("token", text().says("To be sent as Authorization: Bearer."))
          .has("expires_at", count().says("Seconds since 1970."))
          .has("error", nothing());

  static final Fields PROFILE =
      object("Profile")
          .has(
              "profile",
              object("Settings")
                  .has("username", text())
                  .has("email_notification", truth())
                  .has("slack_notification", truth())
                  .has("pool", text().orNull()))
          .has("roles", texts())
          .has("pools", texts())
          .has(
              "token",
              object("OwnToken").has("name", text()).has("expires_at", naiveTime()).orNull());

  static final Fields NEW_PROFILE =
      object("NewSettings")
          .may("username", text().orNull())
          .may("email_notification", truth().orNull())
          .may("slack_notification", truth().orNull())
          .may("pool", text().orNull().says("Where workflows go that name no pool."));

  static final Param SET_BACKEND = Param.truth("set_default_backend", false).says("Has no effect.");
}
