package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.store.AppRow;
import io.sesamo.engine.store.AppStore;
import io.sesamo.engine.store.AppVersionRow;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Apps: workflow files under a name, in versions. They belong to their owner's tenant; everybody in
 * it may run them and add versions, their owner alone may delete and rename them.
 */
record AppRoutes(AppStore apps, People people, InstantSource clock) {

  private static final String ROOT = "/api/app";
  private static final String ONE = "/api/app/user/{name}";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final Pattern WORKFLOW = Pattern.compile("(?m)^workflow *:");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
  private static final int MOST_ROWS = 1000;

  List<Route> routes() {
    return List.of(
        Route.get(ROOT, Action.APP_READ, this::list)
            .says("Lists apps: workflow files with versions.")
            .query(AppSchemas.LIST_QUERY)
            .gives(AppSchemas.LIST),
        Route.get(ONE, Action.APP_READ, this::show)
            .says("Tells about an app and its versions.")
            .query(AppSchemas.ONE_QUERY)
            .gives(AppSchemas.APP),
        Route.get(ONE + "/spec", Action.APP_READ, this::spec)
            .says("Gives an app's file; the latest where no version is asked for.")
            .query(AppSchemas.VERSION_QUERY)
            .givesText("text/plain", "YAML."),
        Route.post(ONE, Action.APP_CREATE, this::create)
            .says("Makes an app of a workflow file.")
            .query(Param.text("description").need())
            .body(AppSchemas.FILE)
            .gives(Schema.nothing()),
        Route.patch(ONE, Action.APP_UPDATE, this::update)
            .says("Adds a version to an app.")
            .body(AppSchemas.FILE)
            .gives(AppSchemas.ADDED),
        Route.post(ONE + "/rename", Action.APP_UPDATE, this::rename)
            .says("Gives an app another name.")
            .body(Schema.text())
            .gives(Schema.text()),
        Route.delete(ONE, Action.APP_DELETE, this::delete)
            .says("Deletes one version of an app, or every one.")
            .query(AppSchemas.DELETE_QUERY)
            .gives(AppSchemas.DELETED));
  }

  /** A number as answers have it: without dashes. */
  static Optional<UUID> uuid(String text) {
    String hex = text.replace("-", "");
    return HEX.matcher(hex).matches()
        ? Optional.of(
            new UUID(
                Long.parseUnsignedLong(hex.substring(0, 16), 16),
                Long.parseUnsignedLong(hex.substring(16), 16)))
        : Optional.empty();
  }

  private static String hex(UUID uuid) {
    return uuid.toString().replace("-", "");
  }

  private Object list(Context context, Principal principal) {
    Parameters query = new Parameters(context);
    int limit = query.number("limit").orElse(20);
    if (limit > MOST_ROWS) {
      throw ApiException.user("Limit must be less than 1000.");
    }
    Set<String> owners = query.set("users");
    boolean own = owners.isEmpty() && !query.truth("all_users", false);
    List<AppRow> found =
        apps.list(
            new AppStore.Filter(
                principal.scope(),
                query.text("name").orElse(""),
                owners,
                own ? principal.user() : "",
                query.number("offset").orElse(0),
                limit + 1));
    List<AppRow> page = found.subList(0, Math.min(limit, found.size()));
    return Wire.map(
        "apps",
        (latestFirst(query) ? page : page.reversed()).stream().map(AppRoutes::row).toList(),
        "more_entries",
        found.size() > limit);
  }

  private static boolean latestFirst(Parameters query) {
    return query.text("order").filter("DESC"::equals).isPresent();
  }

  private static Map<String, @Nullable Object> row(AppRow app) {
    return Wire.map(
        "uuid", hex(app.uuid()),
        "name", app.name(),
        "description", app.description(),
        "created_date", Wire.time(app.createdAt()),
        "owner", app.owner(),
        "latest_version", app.latest());
  }

  private AppRow app(Context context, Principal principal) {
    String name = context.pathParam("name");
    return apps.app(name, principal.scope())
        .orElseThrow(() -> ApiException.user("App " + name + " does not exist."));
  }

  private Object show(Context context, Principal principal) {
    Parameters query = new Parameters(context);
    AppRow app = app(context, principal);
    OptionalInt number = query.number("version");
    int limit = Math.clamp(query.number("limit").orElse(20), 1, MOST_ROWS);
    List<AppVersionRow> versions = apps.versions(app.uuid(), number, limit);
    if (number.isPresent() && versions.isEmpty()) {
      throw noVersion(app, number.getAsInt());
    }
    return Wire.map(
        "uuid",
        hex(app.uuid()),
        "name",
        app.name(),
        "description",
        app.description(),
        "created_date",
        Wire.time(app.createdAt()),
        "owner",
        app.owner(),
        "versions",
        (latestFirst(query) ? versions : versions.reversed())
            .stream().map(AppRoutes::version).toList());
  }

  private static ApiException noVersion(AppRow app, int number) {
    return ApiException.user("App " + app.name() + " has no version " + number + ".");
  }

  private static Map<String, @Nullable Object> version(AppVersionRow version) {
    return Wire.map(
        "version", version.number(),
        "created_by", version.createdBy(),
        "created_date", Wire.time(version.createdAt()),
        "status", version.deleted() ? "DELETED" : "READY");
  }

  private Object spec(Context context, Principal principal) {
    AppRow app = app(context, principal);
    int number = new Parameters(context).number("version").orElse(app.latest());
    String spec =
        apps.spec(app.uuid(), number)
            .orElseThrow(() ->
                number == 0
                    ? ApiException.user("Every version of app " + app.name() + " was deleted.")
                    : noVersion(app, number));
    context.contentType("text/plain; charset=utf-8");
    context.result(spec);
    return Route.Special.SENT;
  }

  private Object create(Context context, Principal principal) {
    String name = name(context.pathParam("name"));
    String description =
        new Parameters(context)
            .text("description")
            .orElseThrow(() -> ApiException.invalid("query", "description", "Field required"));
    String spec = file(context);
    AppRow app =
        new AppRow(
            UUID.randomUUID(),
            name,
            people.tenant(principal.user()),
            principal.user(),
            description,
            clock.instant(),
            0);
    if (!apps.create(app, spec)) {
      throw ApiException.user(
          "There is an app " + name + " already. Update it, or take another name.");
    }
    return Route.Special.NOTHING;
  }

  private Object update(Context context, Principal principal) {
    String spec = file(context);
    AppRow app = app(context, principal);
    AppVersionRow made = apps.add(app.uuid(), principal.user(), clock.instant(), spec);
    return Wire.map(
        "uuid", hex(app.uuid()),
        "version", made.number(),
        "name", app.name(),
        "created_by", made.createdBy(),
        "created_date", Wire.time(made.createdAt()));
  }

  private Object rename(Context context, Principal principal) {
    AppRow app = owned(context, principal, "rename");
    String name = name(text(context));
    if (!apps.rename(app.uuid(), name)) {
      throw ApiException.user("There is an app " + name + " already. Take another name.");
    }
    return name;
  }

  private Object delete(Context context, Principal principal) {
    Parameters query = new Parameters(context);
    OptionalInt number = query.number("version");
    boolean all = query.truth("all_versions", false);
    if (number.isPresent() == all) {
      throw ApiException.user(
          all
              ? "Cannot specify both version and all_versions."
              : "Must specify a version or all_versions.");
    }
    AppRow app = owned(context, principal, "delete");
    List<AppVersionRow> found = apps.versions(app.uuid(), number, Integer.MAX_VALUE);
    if (number.isPresent() && found.isEmpty()) {
      throw noVersion(app, number.getAsInt());
    }
    List<Integer> versions =
        found.stream()
            .filter(version -> !version.deleted())
            .map(AppVersionRow::number)
            .sorted()
            .toList();
    apps.delete(app.uuid(), versions);
    return Wire.map("versions", versions);
  }

  private AppRow owned(Context context, Principal principal, String what) {
    AppRow app = app(context, principal);
    if (!app.owner().equals(principal.user()) && !principal.scope().all()) {
      throw ApiException.user(
          "App %s belongs to %s, who alone may %s it.".formatted(app.name(), app.owner(), what));
    }
    return app;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw ApiException.user(
          "An app cannot be called "
              + text
              + ". A name has 1 to 63 letters, digits, and any of -_ in it.");
    }
    return text;
  }

  private static String file(Context context) {
    String text = text(context);
    if (!WORKFLOW.matcher(text).find()) {
      throw ApiException.user(
          "An app is a workflow file, and this has no line that begins with workflow: in it.");
    }
    return text;
  }

  /** The body is one JSON text. */
  private static String text(Context context) {
    JsonNode body = Intake.json(context);
    if (!body.isString()) {
      throw ApiException.invalid("body", "", "Input should be a valid string");
    }
    return body.asString();
  }
}
