package io.sesamo.cli.client;

import java.io.IOException;
import java.util.Map;

/**
 * What the commands ask of a server about its fleet. Methods throw {@link ServerException} when it
 * refuses.
 *
 * @param http the server
 */
public record FleetApi(Http http) {

  private static final String ROOT = "/api/sesamo/v1/fleet";

  /** The fleet as it is now, with its {@code pools} and their state. */
  public Json fleet() throws IOException {
    return http.get(ROOT);
  }

  /**
   * Puts a fleet in the place of the one that there is; the answer has {@code version} and {@code
   * warnings}.
   *
   * @param file its name, for messages
   * @param text of the file
   */
  public Json apply(String file, String text) throws IOException {
    return put(ROOT, file, text);
  }

  /** The same, unless it is the one that there is; refused while work of another is under way. */
  public Json use(String file, String text) throws IOException {
    return put(ROOT + "?only_when_idle=true", file, text);
  }

  private Json put(String path, String file, String text) throws IOException {
    String name = file.replaceAll("[^ -~]", "?"); // a header holds nothing else
    return http.putText(path, text, Map.of("X-Sesamo-File-Name", name));
  }

  /** Has the server go on without a fleet; the answer has {@code version}. */
  public Json remove() throws IOException {
    return http.delete(ROOT);
  }

  /** Takes a part of the fleet out of use; the answer has {@code groupsMoved}. */
  public Json drain(String name, String reason) throws IOException {
    return http.post(ROOT + "/drain", new Json(Map.of("name", name, "reason", reason)));
  }

  /** Takes it into use again. */
  public Json resume(String name) throws IOException {
    return http.post(ROOT + "/resume", new Json(Map.of("name", name)));
  }
}
