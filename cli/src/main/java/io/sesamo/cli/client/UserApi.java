package io.sesamo.cli.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the commands ask of a server about people: who the caller is, who others are, and their
 * tokens. Methods throw {@link ServerException} when it refuses.
 *
 * @param http the server
 */
public record UserApi(Http http) {

  private static final String USERS = "/api/auth/user";
  private static final String PROFILE = "/api/profile/settings";

  /** Who asks: {@code user}, {@code tenant}, {@code roles}, {@code token}; and {@code version}. */
  public Json me() throws IOException {
    return http.get("/api/sesamo/v1/me");
  }

  /** The {@code profile} of whoever asks, and the {@code pools} that he may use. */
  public Json profile() throws IOException {
    return http.get(PROFILE);
  }

  /** Sets the pool that workflows of whoever asks go to. */
  public void setPool(String pool) throws IOException {
    http.post(PROFILE, new Json(Map.of("pool", pool)));
  }

  /** Somebody's tokens, a list; empty: those of whoever asks. */
  public Json tokens(Optional<String> user) throws IOException {
    return http.get(tokensOf(user));
  }

  /**
   * A new token, in clear.
   *
   * @param user whose it is; empty: of whoever asks
   * @param lastDay as in 2026-12-31: it ends when that day begins, in UTC
   * @param roles at most those that he has; none: all of them
   */
  public String addToken(
      Optional<String> user, String name, String lastDay, String description, List<String> roles)
      throws IOException {
    List<String> query = new ArrayList<>();
    query.add("expires_at=" + Http.encode(lastDay));
    if (!description.isEmpty()) {
      query.add("description=" + Http.encode(description));
    }
    roles.forEach(role -> query.add("roles=" + Http.encode(role)));
    return http.post(
            tokensOf(user) + "/" + Http.encode(name) + "?" + String.join("&", query),
            new Json(Map.of()))
        .text();
  }

  /** Revokes a token. */
  public void deleteToken(Optional<String> user, String name) throws IOException {
    http.delete(tokensOf(user) + "/" + Http.encode(name));
  }

  private static String tokensOf(Optional<String> user) {
    return user.map(name -> USERS + "/" + Http.encode(name) + "/access_token")
        .orElse("/api/auth/access_token");
  }

  /**
   * Those who were given something: {@code users}, by name, and {@code total_results}.
   *
   * @param prefix of their names
   * @param start of the first, from 1 on
   */
  public Json users(String prefix, List<String> roles, int start, int count) throws IOException {
    List<String> query = new ArrayList<>();
    query.add("start_index=" + start + "&count=" + count);
    if (!prefix.isEmpty()) {
      query.add("id_prefix=" + Http.encode(prefix));
    }
    roles.forEach(role -> query.add("roles=" + Http.encode(role)));
    return http.get(USERS + "?" + String.join("&", query));
  }

  /** Somebody with his {@code roles}. */
  public Json user(String name) throws IOException {
    return http.get(path(name));
  }

  public Json createUser(String name, List<String> roles) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", name);
    body.put("roles", roles);
    return http.post(USERS, new Json(body));
  }

  /** Forgets somebody; his tokens open nothing any more. */
  public void deleteUser(String name) throws IOException {
    http.delete(path(name));
  }

  public void giveRole(String name, String role) throws IOException {
    http.post(path(name) + "/roles", new Json(Map.of("role_name", role)));
  }

  public void takeRole(String name, String role) throws IOException {
    http.delete(path(name) + "/roles/" + Http.encode(role));
  }

  /**
   * Sets for whom somebody works.
   *
   * @param tenant empty: for nobody in particular
   */
  public void setTenant(String name, String tenant) throws IOException {
    http.put(
        "/api/sesamo/v1/user/" + Http.encode(name) + "/tenant", new Json(Map.of("tenant", tenant)));
  }

  private static String path(String name) {
    return USERS + "/" + Http.encode(name);
  }

  /** Who changed what, newest first; the answer has {@code writes}. */
  public Json writes(Optional<String> user, int limit) throws IOException {
    String by = user.map(name -> "&user=" + Http.encode(name)).orElse("");
    return http.get("/api/sesamo/v1/writes?limit=" + limit + by);
  }
}
