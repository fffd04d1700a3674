package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Storable;
import java.time.Instant;
import java.util.Set;

/**
 * What administrators set of a kind, as it was from one change to the next.
 *
 * @param kind such as {@code ROLE}
 * @param revision counts up by kind, from 1
 * @param name the one that was changed; empty: all of the kind
 * @param data all of the kind, as JSON
 * @param by who changed it
 * @param description why
 * @param tags by which it is found again
 */
public record ConfigRow(
    String kind,
    int revision,
    String name,
    String data,
    String by,
    Instant at,
    String description,
    Set<String> tags) {

  public ConfigRow {
    name = Storable.text(name);
    data = Storable.text(data);
    by = Storable.text(by);
    at = Storable.time(at);
    description = Storable.text(description);
    tags = Set.copyOf(tags);
  }
}
