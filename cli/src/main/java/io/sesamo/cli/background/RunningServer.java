package io.sesamo.cli.background;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Json;
import java.util.List;

/**
 * A server that has answered.
 *
 * @param facts what it says of itself: url, pid, version, home, started, busy, public_url,
 *     arguments, devAuth
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

  /** What people call it by; the same as {@link #url} where no network is served. */
  public String publicUrl() {
    String told = facts.get("public_url").text();
    return told.isEmpty() ? url() : told;
  }

  /** With what it was started. */
  public List<String> arguments() {
    return facts.get("arguments").texts();
  }

  /** Whether a name alone opens it. */
  public boolean devAuth() {
    return facts.get("devAuth").isTrue();
  }
}
