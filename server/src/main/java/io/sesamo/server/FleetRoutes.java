package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.Engine.Applied;
import io.sesamo.engine.Engine.Drained;
import io.sesamo.engine.Engine.FleetChange;
import io.sesamo.engine.fleet.Drain;
import io.sesamo.engine.view.FleetView;
import io.sesamo.engine.view.PoolView;
import io.sesamo.model.Resources;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.fleet.Figure;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetFile.FleetSite;
import io.sesamo.model.fleet.FleetPlatform;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.placement.Node;
import io.sesamo.server.Gate.Principal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fleet: what it is, another one from now on, and parts of it that are drained. */
final class FleetRoutes {

  private static final String ROOT = "/api/sesamo/v1/fleet";

  private final Engine engine;

  FleetRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ROOT, Action.FLEET_READ, (c, p) -> fleet())
            .says("Tells the fleet: its file, its pools and what is drained.")
            .gives(FleetSchemas.FLEET),
        Route.put(ROOT, Action.FLEET_UPDATE, this::apply)
            .says("Puts a fleet in the place of the one that there is.")
            .query(FleetSchemas.ONLY_WHEN_IDLE)
            .yaml("The fleet's file. Its name may stand in the header X-Sesamo-File-Name.")
            .gives(FleetSchemas.APPLIED),
        Route.delete(ROOT, Action.FLEET_UPDATE, this::remove)
            .says("Has the server go on without a fleet.")
            .gives(FleetSchemas.REMOVED),
        Route.post(ROOT + "/drain", Action.FLEET_UPDATE, this::drain)
            .says("Takes a part of the fleet out of use. What runs there is moved where it can be.")
            .body(FleetSchemas.DRAIN_PART)
            .gives(FleetSchemas.DRAINED),
        Route.post(ROOT + "/resume", Action.FLEET_UPDATE, this::resume)
            .says("Takes a part of the fleet into use again.")
            .body(FleetSchemas.RESUME_PART)
            .gives(FleetSchemas.DRAINED));
  }

  private Object fleet() {
    FleetView view =
        engine
            .fleet()
            .orElseThrow(() ->
                new ApiException(
                    404,
                    "USER",
                    "This server has no fleet. Apply one with: sesamo fleet apply FILE"));
    List<Object> pools = new ArrayList<>();
    FleetFile file = view.now().file().orElseThrow();
    for (FleetSite site : file.sites()) {
      for (FleetPool pool : site.pools()) {
        pools.add(pool(site, pool, view));
      }
    }
    return Wire.map(
        "version", view.row().version(),
        "appliedAt", view.row().at().toString(),
        "by", view.row().by(),
        "title", view.row().title(),
        "text", view.row().text(),
        "drains",
            view.now().drains().values().stream()
                .sorted(Comparator.comparing(Drain::name))
                .map(FleetRoutes::drained)
                .toList(),
        "pools", pools);
  }

  private static Object drained(Drain drain) {
    return Wire.map(
        "name", drain.name(),
        "reason", drain.reason(),
        "by", drain.by(),
        "at", drain.at().toString());
  }

  private static Object pool(FleetSite site, FleetPool pool, FleetView view) {
    Optional<PoolView> live =
        view.pools().stream().filter(found -> found.name().equals(pool.name())).findFirst();
    Optional<Drain> drain = view.now().drain(pool.name());
    String state = live.isEmpty() ? "absent" : drain.isPresent() ? "drained" : "open";
    String reason =
        live.isEmpty() ? "no backend of this server has it" : drain.map(Drain::reason).orElse("");
    Set<String> platforms = new LinkedHashSet<>(pool.platforms().keySet());
    live.ifPresent(found -> found.nodes().forEach(node -> platforms.add(node.platform())));
    List<Node> nodes = live.map(PoolView::nodes).orElse(List.of());
    long closed = nodes.stream().filter(node -> drained(node, pool, view)).count();
    return Wire.map(
        "name", pool.name(),
        "site", site.site().id(),
        "city", site.site().city(),
        "country", site.site().country(),
        "backend", pool.backend(),
        "emulated", pool.emulated(),
        "state", state,
        "reason", reason,
        "nodesDrained", drain.isPresent() ? nodes.size() : closed,
        "platforms",
            platforms.stream().map(name -> platform(name, pool, nodes, drain.isEmpty())).toList());
  }

  private static boolean drained(Node node, FleetPool pool, FleetView view) {
    return view.now().drains().containsKey(pool.name() + "/" + node.name());
  }

  /** {@code open}: whether new work may go to any of its nodes. */
  private static Object platform(String name, FleetPool pool, List<Node> nodes, boolean open) {
    List<Node> own = nodes.stream().filter(node -> node.platform().equals(name)).toList();
    Resources all = own.stream().map(Node::capacity).reduce(Resources.NONE, Resources::plus);
    Resources free =
        own.stream()
            .filter(node -> open && node.usable())
            .map(Node::free)
            .reduce(Resources.NONE, Resources::plus);
    Optional<FleetPlatform> said = Optional.ofNullable(pool.platforms().get(name));
    @Nullable Double price = said.flatMap(FleetPlatform::price).map(Figure::value).orElse(null);
    return Wire.map(
        "name", name,
        "accelerator", said.flatMap(FleetPlatform::accelerator).map(Accelerator::id).orElse(null),
        "nodes", own.size(),
        "accelerators", number(all),
        "acceleratorsFree", number(free),
        "pricePerHour", price);
  }

  /** A whole number where it is one: parts may be taken. */
  private static Object number(Resources amount) {
    long milli = amount.acceleratorMilli();
    return milli % Resources.WHOLE == 0
        ? (Object) (milli / Resources.WHOLE)
        : amount.accelerators();
  }

  private Object apply(Context context, Principal principal) {
    String text = new String(context.bodyAsBytes(), StandardCharsets.UTF_8);
    String title =
        Optional.ofNullable(context.header("X-Sesamo-File-Name"))
            .filter(name -> !name.isBlank())
            .orElse("fleet.yaml");
    boolean onlyWhenIdle = new Parameters(context).truth("only_when_idle", false);
    Applied applied =
        engine.applyFleet(new FleetChange(title, text, principal.user(), onlyWhenIdle));
    return Wire.map(
        "version", applied.version(),
        "applied", applied.changed(),
        "warnings", applied.warnings(),
        "drained", applied.drained());
  }

  private Object remove(Context context, Principal principal) {
    return Wire.map("version", engine.removeFleet(principal.user()));
  }

  private Object drain(Context context, Principal principal) {
    JsonNode body = Intake.json(context);
    String name = body.path("name").asString();
    return answer(engine.drain(name, body.path("reason").asString(""), principal.user()));
  }

  private Object resume(Context context, Principal principal) {
    return answer(engine.resume(Intake.json(context).path("name").asString()));
  }

  private static Object answer(Drained part) {
    return Wire.map(
        "name", part.name(),
        "state", part.drained() ? "drained" : "open",
        "groupsMoved", part.groupsMoved(),
        "groupsStaying", part.groupsStaying(),
        "movesPerHour", part.movesPerHour());
  }
}
