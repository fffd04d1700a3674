package io.sesamo.cli.client;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What the commands ask of a server. Methods throw {@link ServerException} when it refuses.
 *
 * @param http the server
 */
public record Api(Http http) {

  /**
   * A workflow to submit.
   *
   * @param file the spec's text
   * @param template what its author wrote, where {@code file} is something else
   * @param set typed settings, {@code key=value}
   * @param setString text settings
   * @param environment variables for every task
   * @param app where it comes from, if it is of an app
   */
  public record Submission(
      String file,
      Optional<String> template,
      List<String> set,
      List<String> setString,
      List<String> environment,
      Optional<String> priority,
      List<String> labels,
      Optional<AppVersion> app) {}

  /**
   * The app that a workflow comes from.
   *
   * @param uuid the server's name for it
   */
  public record AppVersion(String uuid, int number) {}

  /** Which lines of logs or events to read. */
  public record LineQuery(
      Optional<String> task,
      OptionalInt attempt,
      OptionalInt last,
      boolean errorsOnly,
      boolean follow) {}

  /** Hands a workflow in; the answer has {@code name} and {@code warnings}. */
  public Json submit(String pool, Submission submission, boolean checkOnly) throws IOException {
    List<String> query = new ArrayList<>();
    query.add("validation_only=" + (checkOnly ? "True" : "False"));
    submission.priority().ifPresent(priority -> query.add("priority=" + Http.encode(priority)));
    submission.labels().forEach(label -> query.add("label=" + Http.encode(label)));
    submission.environment().forEach(pair -> query.add("env_vars=" + Http.encode(pair)));
    submission
        .app()
        .ifPresent(app ->
            query.add("app_uuid=" + Http.encode(app.uuid()) + "&app_version=" + app.number()));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("file", submission.file());
    body.put("set_variables", submission.set());
    body.put("set_string_variables", submission.setString());
    submission.template().ifPresent(template -> body.put("uploaded_templated_spec", template));
    String path = "/api/pool/" + Http.encode(pool) + "/workflow?" + String.join("&", query);
    return http.post(path, new Json(body));
  }

  /** Runs a workflow again, as a new one: the answer has its {@code name}. */
  public Json restart(String pool, String id) throws IOException {
    return http.post(
        "/api/pool/" + Http.encode(pool) + "/workflow/" + Http.encode(id) + "/restart",
        new Json(Map.of()));
  }

  /** The {@code tags} that there are. */
  public Json tags() throws IOException {
    return http.get("/api/tag");
  }

  /** Changes the tags of a workflow. */
  public void tag(String id, List<String> added, List<String> removed) throws IOException {
    List<String> query = new ArrayList<>();
    added.forEach(tag -> query.add("add=" + Http.encode(tag)));
    removed.forEach(tag -> query.add("remove=" + Http.encode(tag)));
    http.post(
        "/api/workflow/" + Http.encode(id) + "/tag?" + String.join("&", query), new Json(Map.of()));
  }

  /** Everything about a workflow. */
  public Json workflow(String id) throws IOException {
    return http.get("/api/sesamo/v1/workflow/" + Http.encode(id));
  }

  /** What its tasks have stored. */
  public Json outputs(String id) throws IOException {
    return http.get("/api/sesamo/v1/workflow/" + Http.encode(id) + "/outputs");
  }

  /** Workflows, newest first. */
  public Json list(
      boolean allUsers, List<String> statuses, List<String> tags, String name, int limit)
      throws IOException {
    List<String> query = new ArrayList<>();
    query.add("order=DESC&all_pools=True&offset=0&limit=" + limit);
    query.add("all_users=" + (allUsers ? "True" : "False"));
    statuses.forEach(status -> query.add("statuses=" + Http.encode(status)));
    tags.forEach(tag -> query.add("tags=" + Http.encode(tag)));
    if (!name.isEmpty()) {
      query.add("name=" + Http.encode(name));
    }
    return http.get("/api/workflow?" + String.join("&", query));
  }

  public void logs(String id, LineQuery query, Consumer<String> line) throws IOException {
    String kind = query.errorsOnly() ? "error_logs" : "logs";
    http.lines("/api/workflow/" + Http.encode(id) + "/" + kind + lineQuery(query), line);
  }

  public void events(String id, LineQuery query, Consumer<String> line) throws IOException {
    http.lines("/api/workflow/" + Http.encode(id) + "/events" + lineQuery(query), line);
  }

  private static String lineQuery(LineQuery query) {
    List<String> parts = new ArrayList<>();
    parts.add("follow=" + (query.follow() ? "True" : "False"));
    query.task().ifPresent(task -> parts.add("task_name=" + Http.encode(task)));
    query.attempt().ifPresent(attempt -> parts.add("retry_id=" + attempt));
    query.last().ifPresent(last -> parts.add("last_n_lines=" + last));
    return "?" + String.join("&", parts);
  }

  /** The spec as it runs, or as its author wrote it. */
  public String spec(String id, boolean template) throws IOException {
    String which = template ? "True" : "False";
    return http.text("/api/workflow/" + Http.encode(id) + "/spec?use_template=" + which);
  }

  /**
   * Removes stored outputs that nothing needs; the answer has {@code objects} and {@code bytes}.
   *
   * @param finishedBefore also what workflows that finished earlier have stored
   */
  public Json collect(Optional<Instant> finishedBefore, boolean dryRun) throws IOException {
    String until =
        finishedBefore.map(at -> "&finished_before=" + at.toString().replace("Z", "")).orElse("");
    return http.post(
        "/api/sesamo/v1/gc?dry_run=" + (dryRun ? "True" : "False") + until, new Json(Map.of()));
  }

  public void cancel(String id, boolean force, String message) throws IOException {
    String words = message.isEmpty() ? "" : "&message=" + Http.encode(message);
    http.post(
        "/api/workflow/" + Http.encode(id) + "/cancel?force=" + (force ? "True" : "False") + words,
        new Json(Map.of()));
  }
}
