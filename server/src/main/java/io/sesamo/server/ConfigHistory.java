package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.store.ConfigRow;
import io.sesamo.engine.store.FleetStore;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Schema;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What administrators set before. The fleets that were applied are the history of the pools. */
record ConfigHistory(FleetStore fleets, Configs configs, ConfigWrites writes) {

  private static final String HISTORY = ConfigRoutes.ROOT + "history";

  List<Route> routes() {
    return List.of(
        Route.get(HISTORY, Action.CONFIG_READ, (c, p) -> history(c))
            .says("Lists what was set: roles, what holds for workflows, fleets (POOL).")
            .query(ConfigSchemas.HISTORY_QUERY)
            .gives(ConfigSchemas.HISTORY),
        Route.get(ConfigRoutes.ROOT + "diff", Action.CONFIG_READ, (c, p) -> difference(c))
            .says("Gives two revisions of a kind.")
            .query(ConfigSchemas.DIFFERENCE_QUERY)
            .gives(ConfigSchemas.DIFFERENCE),
        Route.post(HISTORY + "/rollback", Action.USER_MANAGE, this::rollback)
            .says("Sets roles, or what holds for workflows, as they were set before.")
            .body(ConfigSchemas.ROLLBACK)
            .gives(Schema.nothing())
            .refuses(ConfigRoutes.SET_ELSEWHERE),
        Route.post(
                HISTORY + "/{type}/revision/{revision}/tags",
                Action.CONFIG_UPDATE,
                (c, p) -> tag(c))
            .says("Puts tags on a revision and takes others off.")
            .inPath("revision", ConfigSchemas.NUMBER)
            .body(ConfigSchemas.TAGS)
            .gives(Schema.nothing())
            .refuses(ConfigRoutes.SET_ELSEWHERE),
        ConfigRoutes.refused(
            Route.Verb.DELETE, HISTORY + "/{type}/revision/{revision}", "every revision is kept"));
  }

  private List<ConfigRow> revisions() {
    Stream<ConfigRow> pools = fleets.all().stream().map(ConfigShapes::ofFleet);
    return Stream.concat(configs.history().stream(), pools)
        .sorted(Comparator.comparing(ConfigRow::at).reversed())
        .toList();
  }

  private Object history(Context context) {
    Parameters query = new Parameters(context);
    Set<String> types = query.set("config_types");
    Set<String> tags = query.set("tags");
    Optional<String> name = query.text("name");
    Optional<Integer> revision = query.number("revision").stream().boxed().findFirst();
    boolean omit = query.truth("omit_data", false);
    List<ConfigRow> found =
        revisions().stream()
            .filter(row -> types.isEmpty() || types.contains(row.kind()))
            .filter(row -> tags.isEmpty() || row.tags().stream().anyMatch(tags::contains))
            .filter(row -> name.isEmpty() || name.get().equals(row.name()))
            .filter(row -> revision.isEmpty() || revision.get() == row.revision())
            .filter(row -> !query.time("created_before").filter(row.at()::isAfter).isPresent())
            .filter(row -> !query.time("created_after").filter(row.at()::isBefore).isPresent())
            .filter(row -> !query.time("at_timestamp").filter(row.at()::isAfter).isPresent())
            .skip(query.number("offset").orElse(0))
            .limit(query.number("limit").orElse(20))
            .toList();
    boolean oldestFirst = query.text("order").orElse("ASC").equals("ASC");
    return Wire.map(
        "configs",
        (oldestFirst ? found.reversed() : found)
            .stream().map(row -> ConfigShapes.revision(row, omit)).toList());
  }

  private ConfigRow revision(String kind, int number) {
    return revisions().stream()
        .filter(row -> row.kind().equals(kind) && row.revision() == number)
        .findFirst()
        .orElseThrow(() -> ConfigRoutes.noSuch("Revision", kind + ":" + number));
  }

  private Object difference(Context context) {
    Parameters query = new Parameters(context);
    String kind = query.text("config_type").orElse("");
    return Wire.map(
        "first_data", data(query, kind, "first_revision"),
        "second_data", data(query, kind, "second_revision"));
  }

  private @Nullable Object data(Parameters query, String kind, String name) {
    int number =
        query.number(name).orElseThrow(() -> ApiException.invalid("query", name, "Field required"));
    return ConfigShapes.revision(revision(kind, number), false).get("data");
  }

  private Object rollback(Context context, Principal principal) {
    JsonNode body = Intake.json(context);
    ConfigRow row = revision(body.path("config_type").asString(), body.path("revision").asInt());
    if (Configs.Kind.of(row.kind()).isEmpty()) {
      throw ConfigRoutes.elsewhere(
          "osmo config show POOL:REVISION prints a fleet, and sesamo fleet apply applies it");
    }
    configs.restore(row, writes::requireNoneTaken, ConfigWrites.note(body, "", principal));
    return Route.Special.NOTHING;
  }

  private Object tag(Context context) {
    int number = Integer.parseInt(context.pathParam("revision"));
    // OSMO's client writes the kind in small letters here.
    ConfigRow row = revision(context.pathParam("type").toUpperCase(Locale.ROOT), number);
    if (Configs.Kind.of(row.kind()).isEmpty()) {
      throw ConfigRoutes.elsewhere("a fleet has the title of its file, and no tags");
    }
    JsonNode body = Intake.json(context);
    Set<String> tags = new LinkedHashSet<>(row.tags());
    tags.addAll(ConfigWrites.tags(body.path("set_tags")));
    tags.removeAll(ConfigWrites.tags(body.path("delete_tags")));
    configs.tag(row, tags);
    return Route.Special.NOTHING;
  }
}
