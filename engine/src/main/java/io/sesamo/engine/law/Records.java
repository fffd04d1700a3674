package io.sesamo.engine.law;

import io.sesamo.engine.store.AuditEntry;
import io.sesamo.engine.store.AuditEntry.Kind;
import io.sesamo.engine.store.WorkflowRow;
import java.time.Instant;

/** What the audit log keeps of what is decided on groups. */
public final class Records {

  private Records() {}

  /**
   * An entry.
   *
   * @param what in words
   * @param ruling by which it was decided
   * @param catalog version of the catalogue
   */
  public static AuditEntry of(
      Kind kind,
      Instant at,
      WorkflowRow workflow,
      String group,
      String what,
      Ruling ruling,
      String catalog) {
    return new AuditEntry(
        at,
        kind,
        workflow.submittedBy(),
        workflow.id(),
        group,
        ruling.pool() + "/" + ruling.platform(),
        what,
        ruling.facts(),
        ruling.verdict(),
        ruling.rules(),
        catalog,
        ruling.clearances());
  }
}
