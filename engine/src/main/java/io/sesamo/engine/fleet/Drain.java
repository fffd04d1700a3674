package io.sesamo.engine.fleet;

import io.sesamo.engine.lifecycle.Storable;
import java.time.Instant;

/**
 * A part of the fleet that gets no new work, and whose work goes elsewhere.
 *
 * @param name of a site, a pool, or a node as in {@code pool/node}
 * @param reason for people; may be empty
 */
public record Drain(String name, String reason, String by, Instant at) {

  public Drain {
    name = Storable.text(name);
    reason = Storable.text(reason);
    by = Storable.text(by);
    at = Storable.time(at);
  }

  /** Why nothing new goes there, as in {@code drained: new switches}. */
  public String words() {
    return reason.isEmpty() ? "drained" : "drained: " + reason;
  }
}
