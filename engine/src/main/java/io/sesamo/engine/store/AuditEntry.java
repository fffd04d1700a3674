package io.sesamo.engine.store;

import io.sesamo.engine.lifecycle.Storable;
import io.sesamo.law.Clearance;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A decision as the audit log keeps it.
 *
 * @param by who made it, or for whom it was made
 * @param workflow its id, or its name where it was not taken in; may be empty, as group and
 *     platform
 * @param what in words
 * @param facts what was judged, by name; empty: nothing was
 * @param verdict the word; empty where nothing was judged
 * @param rules that decided, sorted
 * @param catalog version of the catalogue
 * @param clearances that were applied, as they were then
 */
public record AuditEntry(
    Instant at,
    Kind kind,
    String by,
    String workflow,
    String group,
    String platform,
    String what,
    Map<String, Object> facts,
    String verdict,
    List<String> rules,
    String catalog,
    List<Clearance> clearances) {

  public AuditEntry {
    at = Storable.time(at);
    by = Storable.text(by);
    what = Storable.text(what);
    facts = Map.copyOf(facts);
    rules = rules.stream().distinct().sorted().toList();
    clearances = List.copyOf(clearances);
  }

  /** What was decided. The words are stored: never rename one. */
  public enum Kind {
    /** A group got a place. */
    PLACEMENT,
    /** A group was refused a place. */
    REFUSAL,
    /** The law has come to forbid a group that is under way. */
    RUNNING,
    /** Data went to another site. */
    TRANSFER,
    /** Chips were supplied to a site. */
    SUPPLY,
    /** A clearance was given or revoked. */
    CLEARANCE,
    /** A catalogue came into use; its facts are the hash of what is kept of it. */
    CATALOGUE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether its verdict can be found again from what is stored. */
  public boolean judged() {
    return !facts.isEmpty() && kind != Kind.CATALOGUE;
  }
}
