package io.sesamo.cli.client;

import java.io.IOException;
import java.util.Optional;

/**
 * What the commands ask of a server about apps: workflows that it keeps, with versions. Methods
 * throw {@link ServerException} when it refuses.
 *
 * @param http the server
 */
public record AppApi(Http http) {

  private static final String ROOT = "/api/app";

  /** Some {@code apps} by name, and whether there are {@code more_entries}. */
  public Json list(boolean allUsers, String name, int offset, int limit) throws IOException {
    String part = name.isEmpty() ? "" : "&name=" + Http.encode(name);
    return http.get(
        ROOT
            + "?order=ASC&limit="
            + limit
            + "&offset="
            + offset
            + "&all_users="
            + (allUsers ? "True" : "False")
            + part);
  }

  /** An app with its the field "versions"; with a version given, with that alone. */
  public Json info(String name, Optional<Integer> version) throws IOException {
    return http.get(
        path(name)
            + "?order=DESC&limit=20"
            + version.map(number -> "&version=" + number).orElse(""));
  }

  /** The text of its workflow. */
  public String spec(String name, Optional<Integer> version) throws IOException {
    return http.text(path(name) + "/spec" + version.map(number -> "?version=" + number).orElse(""));
  }

  public void create(String name, String description, String spec) throws IOException {
    http.post(path(name) + "?description=" + Http.encode(description), new Json(spec));
  }

  /** Adds a version; the answer has its {@code version}. */
  public Json update(String name, String spec) throws IOException {
    return http.patch(path(name), new Json(spec));
  }

  public void rename(String name, String other) throws IOException {
    http.post(path(name) + "/rename", new Json(other));
  }

  /**
   * Deletes a version; the answer has the the field "versions" that go.
   *
   * @param version empty: all of them, and with them the app
   */
  public Json delete(String name, Optional<Integer> version) throws IOException {
    return http.delete(
        path(name) + version.map(number -> "?version=" + number).orElse("?all_versions=True"));
  }

  private static String path(String name) {
    return ROOT + "/user/" + Http.encode(name);
  }
}
