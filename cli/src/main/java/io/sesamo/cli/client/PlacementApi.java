package io.sesamo.cli.client;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What the commands ask of a server about places and what was used of them. Methods throw {@link
 * ServerException} when it refuses.
 *
 * @param http the server
 */
public record PlacementApi(Http http) {

  /** Why each group of a workflow is where it is, or why it waits: a list by that name. */
  public Json explain(String workflow, Optional<String> group) throws IOException {
    return http.get(
        "/api/sesamo/v1/workflow/"
            + encode(workflow)
            + "/explain"
            + group.map(name -> "?group=" + encode(name)).orElse(""));
  }

  /**
   * What was used: {@code rows}.
   *
   * @param by what it is summed up by
   * @param since in UTC, as in 2026-01-02T03:04:05
   */
  public Json usage(List<String> by, Optional<String> since) throws IOException {
    return http.get(
        "/api/sesamo/v1/usage?by="
            + encode(String.join(",", by))
            + since.map(time -> "&since=" + encode(time)).orElse(""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
