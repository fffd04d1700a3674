package io.sesamo.cli.client;

import java.io.IOException;
import java.util.Map;

/**
 * What the commands ask of a server about roles. Methods throw {@link ServerException} when it
 * refuses.
 *
 * @param http the server
 */
public record RoleApi(Http http) {

  private static final String ROLES = "/api/configs/role";

  /** All roles, a list, the built-in ones first. */
  public Json roles() throws IOException {
    return http.get(ROLES);
  }

  /** A role with its {@code policies}. */
  public Json role(String name) throws IOException {
    return http.get(path(name));
  }

  /**
   * Makes a role, or sets what it may do.
   *
   * @param role its {@code description} and {@code policies}
   */
  public void set(String name, Json role) throws IOException {
    http.put(path(name), new Json(Map.of("configs", role)));
  }

  /** Deletes a role that nobody has. */
  public void delete(String name) throws IOException {
    http.delete(path(name));
  }

  private static String path(String name) {
    return ROLES + "/" + Http.encode(name);
  }
}
