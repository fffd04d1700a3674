package io.sesamo.cli.background;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Json;

/**
 * A server that has answered.
 *
 * @param facts what it says of itself: url, pid, version, home, started, busy
 */
public record RunningServer(Http http, Json facts) {

  public String url() {
    return http.url();
  }

  public long pid() {
    return facts.get("pid").number();
  }

  public String version() {
    return facts.get("version").text();
  }

  /** Whether a workflow is not finished. */
  public boolean busy() {
    return facts.get("busy").isTrue();
  }
}
