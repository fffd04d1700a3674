package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Storable;
import java.time.Instant;

/**
 * A fleet's file as it was applied, or that from then on there was none.
 *
 * @param version counts up
 * @param title of the file, for messages
 * @param text of the file; empty: there was no fleet from then on
 * @param by who applied it
 * @param home whether it is the file in the server's home folder
 */
public record FleetRow(
    int version, String title, String text, String by, Instant at, boolean home) {

  public FleetRow {
    title = Storable.text(title);
    text = Storable.text(text);
    by = Storable.text(by);
    at = Storable.time(at);
  }

  /** Whether it says that there was a fleet. */
  public boolean present() {
    return !text.isEmpty();
  }
}
