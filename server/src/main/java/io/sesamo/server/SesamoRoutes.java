package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.data.Collected;
import io.sesamo.engine.data.Manifest;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.engine.lifecycle.Place;
import io.sesamo.engine.view.GroupView;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.server.Gate.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What OSMO's API has no place for: outputs, explanations, and the server itself. */
final class SesamoRoutes {

  private static final long LARGEST_KPI_FILE = 64 << 10;
  private static final int MOST_KPIS = 50;

  private final Engine engine;
  private final ServerFacts facts;
  private final Runnable stop;

  SesamoRoutes(Engine engine, ServerFacts facts, Runnable stop) {
    this.engine = engine;
    this.facts = facts;
    this.stop = stop;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/sesamo/v1/server", Action.SERVER_READ, (c, p) -> server(p))
            .says("Tells what this server is.")
            .gives(ServerSchemas.FACTS),
        Route.post("/api/sesamo/v1/server/stop", Action.SERVER_STOP, (c, p) -> stopServer())
            .says("Ends the server. Its tasks run on.")
            .gives(ServerSchemas.STOPPING),
        Route.post("/api/sesamo/v1/gc", Action.DATA_COLLECT, this::collect)
            .says("Removes stored outputs that nothing needs.")
            .query(ServerSchemas.COLLECT_QUERY)
            .gives(ServerSchemas.COLLECTED),
        Route.get("/api/sesamo/v1/workflow/{id}", Action.WORKFLOW_READ, this::workflow)
            .says("Tells all about a workflow, in Sesamo's own words.")
            .gives(ServerSchemas.WORKFLOW),
        Route.get("/api/sesamo/v1/workflow/{id}/outputs", Action.WORKFLOW_READ, this::outputs)
            .says("Lists what the tasks of a workflow have stored.")
            .gives(FleetSchemas.OUTPUTS));
  }

  private Object server(Principal principal) {
    Map<String, @Nullable Object> shape = principal.owner() ? facts.shapeForOwner() : facts.shape();
    shape.put("busy", engine.busy());
    return shape;
  }

  private Object stopServer() {
    stop.run();
    return Map.of("stopping", true);
  }

  private Object collect(Context context, Principal principal) throws IOException {
    Parameters query = new Parameters(context);
    boolean dryRun = query.truth("dry_run", false);
    Collected collected = engine.collect(query.time("finished_before"), dryRun);
    if (!dryRun) {
      removeLinksToNothing();
    }
    return Wire.map(
        "dry_run", dryRun,
        "objects", collected.objects(),
        "trees", collected.trees(),
        "bytes", collected.bytes());
  }

  private void removeLinksToNothing() throws IOException {
    Path outputs = facts.home().resolve("outputs");
    if (!Files.isDirectory(outputs)) {
      return;
    }
    try (Stream<Path> links = Files.walk(outputs, 2)) {
      for (Path link : links.filter(Files::isSymbolicLink).toList()) {
        if (!Files.exists(link)) {
          Files.deleteIfExists(link);
        }
      }
    }
  }

  private Object workflow(Context context, Principal principal) {
    WorkflowView view = engine.workflow(Route.workflow(context));
    return Wire.map(
        "name", view.id(),
        "uuid", view.uuid().toString(),
        "submitted_by", view.submittedBy(),
        "cancelled_by", view.cancelledBy().orElse(null),
        "pool", view.pool().orElse(PoolLoad.ANY),
        "priority", view.priority().name(),
        "labels", view.labels(),
        "status", view.status().name(),
        "message", view.message(),
        "submit_time", Wire.time(view.submitTime()),
        "start_time", Wire.time(view.startTime()),
        "end_time", Wire.time(view.endTime()),
        "exec_timeout", Wire.seconds(view.execTimeout()),
        "queue_timeout", Wire.seconds(view.queueTimeout()),
        "warnings", view.warnings(),
        "groups", view.groups().stream().map(SesamoRoutes::group).toList());
  }

  private static Object group(GroupView group) {
    return Wire.map(
        "name", group.name(),
        "status", group.status().name(),
        "message", group.message(),
        "pool", group.place().map(Place::pool).orElse(null),
        "site", group.place().map(Place::site).filter(site -> !site.isEmpty()).orElse(null),
        "emulated", group.place().filter(Place::emulated).isPresent(),
        "upstream", group.upstream(),
        "remaining_upstream", group.remainingUpstream(),
        "downstream", group.downstream(),
        "scheduling_time", Wire.time(group.schedulingTime()),
        "initializing_time", Wire.time(group.initializingTime()),
        "start_time", Wire.time(group.startTime()),
        "end_time", Wire.time(group.endTime()),
        "tasks", group.tasks().stream().map(SesamoRoutes::task).toList());
  }

  private static Object task(TaskView task) {
    return Wire.map(
        "name", task.name(),
        "attempt", task.attempt(),
        "lead", task.lead(),
        "status", task.status().name(),
        "exit_code", task.exitCode().orElse(null),
        "message", task.message(),
        "node", task.node().orElse(null),
        "scheduling_time", Wire.time(task.schedulingTime()),
        "initializing_time", Wire.time(task.initializingTime()),
        "start_time", Wire.time(task.startTime()),
        "storing_time", Wire.time(task.storingTime()),
        "end_time", Wire.time(task.endTime()),
        "output", task.output().map(ManifestId::sha256).orElse(null));
  }

  private Object outputs(Context context, Principal principal) throws IOException {
    WorkflowView view = engine.workflow(Route.workflow(context));
    ObjectStore objects = engine.objects();
    // Who shows the home's secret is on this machine; others have no use for its paths.
    boolean here = principal.owner();
    Map<String, Object> byTask = new LinkedHashMap<>();
    for (GroupView group : view.groups()) {
      for (TaskView task : group.tasks()) {
        if (task.output().isPresent()) {
          byTask.put(task.name(), output(objects, view.id(), task, task.output().get(), here));
        }
      }
    }
    return Map.of("tasks", new ArrayList<>(byTask.values()));
  }

  private Object output(
      ObjectStore objects, String workflow, TaskView task, ManifestId id, boolean here)
      throws IOException {
    if (!objects.has(id)) {
      return Wire.map(
          "task", task.name(),
          "attempt", task.attempt(),
          "manifest", id.sha256(),
          "collected", true);
    }
    Manifest manifest = objects.manifest(id);
    Path tree = objects.tree(id);
    return Wire.map(
        "task", task.name(),
        "attempt", task.attempt(),
        "manifest", id.sha256(),
        "collected", false,
        "files", manifest.files().size(),
        "bytes", manifest.totalBytes(),
        "path", here ? named(workflow, task.name(), tree).toString() : null,
        "kpis", kpis(task, manifest, tree));
  }

  /** A link to the tree under a name that people can read and type. */
  private Path named(String workflow, String task, Path tree) throws IOException {
    Path folder = facts.home().resolve("outputs").resolve(workflow);
    Path link = folder.resolve(task);
    if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(tree)) {
      return link;
    }
    Files.createDirectories(folder);
    Path scratch = Files.createTempDirectory(folder, ".link");
    Path fresh = scratch.resolve(task);
    Files.createSymbolicLink(fresh, tree);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(scratch);
    return link;
  }

  private static Map<String, @Nullable Object> kpis(TaskView task, Manifest manifest, Path tree)
      throws IOException {
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    for (Manifest.Entry entry : manifest.files()) {
      if (task.kpis().contains(entry.path()) && entry.size() <= LARGEST_KPI_FILE) {
        JsonNode root;
        try {
          root = Wire.read(Files.readAllBytes(entry.fileName().in(tree)));
        } catch (ApiException notJson) {
          continue;
        }
        for (Map.Entry<String, JsonNode> figure : root.properties()) {
          if (figure.getValue().isValueNode() && figures.size() < MOST_KPIS) {
            figures.put(figure.getKey(), figure.getValue().asString());
          }
        }
      }
    }
    return figures;
  }
}
