package io.sesamo.cli.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the commands ask of a server about the law. Methods throw {@link ServerException} when it
 * refuses.
 *
 * @param http the server
 */
public record LawApi(Http http) {

  private static final String ROOT = "/api/sesamo/v1/law/";

  /** Records a clearance; the answer is the clearance with its id. */
  public Json clear(Map<String, Object> clearance) throws IOException {
    return http.post(ROOT + "clearances", new Json(clearance));
  }

  /** The {@code clearances}, with or without those that were revoked. */
  public Json clearances(boolean all) throws IOException {
    return http.get(ROOT + "clearances?all=" + (all ? "True" : "False"));
  }

  public Json revoke(String id, String why) throws IOException {
    return http.post(
        ROOT + "clearances/" + Http.encode(id) + "/revoke", new Json(Map.of("why", why)));
  }

  /** Asks for a supply; the answer tells whether it is {@code done}. */
  public Json supply(Map<String, Object> supply) throws IOException {
    return http.post(ROOT + "supplies", new Json(supply));
  }

  /** The groups that are {@code waiting} for people. */
  public Json waiting() throws IOException {
    return http.get(ROOT + "waiting");
  }

  /**
   * The last {@code entries} of the audit log, oldest first.
   *
   * @param since a day
   */
  public Json audit(Optional<String> workflow, Optional<String> since, int limit)
      throws IOException {
    List<String> query = new ArrayList<>();
    query.add("limit=" + limit);
    workflow.ifPresent(id -> query.add("workflow=" + Http.encode(id)));
    since.ifPresent(day -> query.add("since=" + Http.encode(day + "T00:00:00")));
    return http.get(ROOT + "audit?" + String.join("&", query));
  }

  /** Has the server go through the whole log. */
  public Json verify() throws IOException {
    return http.get(ROOT + "audit/verify");
  }
}
