package io.sesamo.cli.client;

import java.io.IOException;
import java.util.Map;

/**
 * What the commands ask of a server about the caller's credentials. Methods throw {@link
 * ServerException} when it refuses.
 *
 * @param http the server
 */
public record CredentialApi(Http http) {

  private static final String ROOT = "/api/credentials";

  /** The caller's credentials, without their values: {@code credentials}. */
  public Json list() throws IOException {
    return http.get(ROOT);
  }

  /** Keeps one, in the place of an earlier one of that name. */
  public void set(String name, Map<String, ?> body) throws IOException {
    http.post(path(name), new Json(body));
  }

  /** Forgets one; the answer has it in {@code credentials}. */
  public Json delete(String name) throws IOException {
    return http.delete(path(name));
  }

  private static String path(String name) {
    return ROOT + "/" + Http.encode(name);
  }
}
