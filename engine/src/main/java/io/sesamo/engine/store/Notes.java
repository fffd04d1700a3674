package io.sesamo.engine.store;

import java.util.List;

/** What is kept of a step beside the states of the workflows. */
public record Notes(
    List<AuditEntry> audit,
    List<ExplanationRow> explanations,
    List<AccountRow> accounts,
    List<RunTimeRow> runTimes) {

  /** Nothing. */
  public static final Notes NONE = new Notes(List.of(), List.of(), List.of(), List.of());

  public Notes {
    audit = List.copyOf(audit);
    explanations = List.copyOf(explanations);
    accounts = List.copyOf(accounts);
    runTimes = List.copyOf(runTimes);
  }
}
