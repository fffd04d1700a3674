package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.engine.Engine;
import io.sesamo.engine.data.Manifest;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.engine.view.TaskView;
import io.sesamo.engine.view.WorkflowView;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What tasks have stored, file by file, for those who are not on the server's machine. A file is
 * asked for by its SHA-256 and sent only when it is one of that task's: so no path that a caller
 * writes is ever opened.
 */
final class OutputRoutes {

  /** So many files are listed at a time, about 2 MB. */
  private static final int MOST_FILES = 10_000;

  private static final int BUFFER = 1 << 16;
  private static final String OUTPUT = "/api/sesamo/v1/workflow/{id}/outputs/{task}";

  /** Those of so many outputs that were fetched last are not read again for each file. */
  private static final int MOST_REMEMBERED = 8;

  private static final Schema OUTPUTS =
      Schema.object("StoredFiles")
          .has("task", Schema.text())
          .has("attempt", Schema.count())
          .has("manifest", Schema.text())
          .has(
              "files",
              Schema.list(
                  Schema.object("StoredFile")
                      .has("path", Schema.text())
                      .has("path_bytes", Schema.text("([0-9a-f]{2})+").orNull())
                      .has("sha256", Schema.text("[0-9a-f]{64}"))
                      .has("size", Schema.count())
                      .has("executable", Schema.truth())))
          .has("more_entries", Schema.truth());

  private final Engine engine;

  /** Files by their SHA-256. */
  private final SequencedMap<ManifestId, Map<String, Manifest.Entry>> remembered =
      new LinkedHashMap<>();

  OutputRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get(OUTPUT, Action.WORKFLOW_READ, (c, p) -> list(c))
            .says("The files that a task has stored, by its last attempt that did.")
            .query(Param.count("offset"), Param.whole("limit", 1, MOST_FILES).orElse(MOST_FILES))
            .gives(OUTPUTS),
        Route.get(OUTPUT + "/{sha256}", Action.WORKFLOW_READ, (c, p) -> send(c))
            .says("One of them, by the SHA-256 of its bytes.")
            .givesText("application/octet-stream", "The bytes."));
  }

  private Object list(Context context) throws IOException {
    Parameters query = new Parameters(context);
    int offset = query.number("offset").orElse(0);
    int limit = query.number("limit").orElse(MOST_FILES);
    TaskView task = task(context);
    ManifestId id = output(task);
    List<Manifest.Entry> files = engine.objects().manifest(id).files();
    return Wire.map(
        "task", task.name(),
        "attempt", task.attempt(),
        "manifest", id.sha256(),
        "files", files.stream().skip(offset).limit(limit).map(OutputRoutes::shape).toList(),
        "more_entries", files.size() > (long) offset + limit);
  }

  private static Object shape(Manifest.Entry file) {
    return Wire.map(
        "path", file.path(),
        "path_bytes", file.bytes().orElse(null),
        "sha256", file.sha256(),
        "size", file.size(),
        "executable", file.executable());
  }

  private Object send(Context context) throws IOException {
    ObjectStore objects = engine.objects();
    ManifestId id = output(task(context));
    String wanted = context.pathParam("sha256");
    Manifest.Entry file =
        Optional.ofNullable(files(id).get(wanted))
            .orElseThrow(() -> missing("This task has stored no file of that content."));
    Path stored = file.fileName().in(objects.tree(id));
    context.contentType("application/octet-stream");
    context.header("Content-Length", String.valueOf(file.size()));
    try (InputStream bytes = Files.newInputStream(stored)) {
      OutputStream out = context.outputStream();
      byte[] buffer = new byte[BUFFER];
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        out.write(buffer, 0, count);
      }
    }
    return Route.Special.SENT;
  }

  private Map<String, Manifest.Entry> files(ManifestId id) throws IOException {
    synchronized (remembered) {
      Map<String, Manifest.Entry> known = remembered.get(id);
      if (known != null) {
        return known;
      }
    }
    Map<String, Manifest.Entry> files = new HashMap<>();
    engine.objects().manifest(id).files().forEach(file -> files.put(file.sha256(), file));
    synchronized (remembered) {
      remembered.putLast(id, files);
      if (remembered.size() > MOST_REMEMBERED) {
        remembered.pollFirstEntry();
      }
    }
    return files;
  }

  /** The last attempt that has stored something. */
  private TaskView task(Context context) {
    WorkflowView workflow = engine.workflow(Route.workflow(context));
    String name = context.pathParam("task");
    return workflow.groups().stream()
        .flatMap(group -> group.tasks().stream())
        .filter(task -> task.name().equals(name) && task.output().isPresent())
        .reduce((earlier, later) -> later)
        .orElseThrow(
            () -> missing("Workflow " + workflow.id() + " has no output of a task " + name + "."));
  }

  private ManifestId output(TaskView task) {
    ManifestId id = task.output().orElseThrow();
    if (!engine.objects().has(id)) {
      throw missing("The output of " + task.name() + " was given up by sesamo gc.");
    }
    return id;
  }

  private static ApiException missing(String words) {
    return new ApiException(404, "USER", words);
  }
}
