package io.sesamo.engine.store;

import io.sesamo.engine.store.Part.Filled;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes what a step changed of all its workflows in one round trip to PostgreSQL: all statements
 * go out together, each with all of its rows.
 */
final class WorkflowWriter {

  private WorkflowWriter() {}

  /**
   * Commits the changes with what is kept beside them, and takes out delivered effects.
   *
   * @param connection that commits by itself
   * @return the new effects, in order
   */
  static List<EffectRow> write(
      Connection connection, List<Change> changes, Collection<Long> delivered, Notes notes)
      throws SQLException {
    Difference rows = Difference.of(changes);
    List<Parts.Told> history = new ArrayList<>();
    List<EffectRow> effects = new ArrayList<>();
    for (Change change : changes) {
      String id = change.after().id();
      change.history().forEach(row -> history.add(new Parts.Told(id, row)));
      change.effects().forEach(effect -> effects.add(new EffectRow(0, id, effect)));
    }
    List<Filled<?>> parts = new ArrayList<>();
    add(parts, Parts.INSERT_WORKFLOW, rows.newWorkflows);
    add(parts, Parts.INSERT_GROUP, rows.newGroups);
    add(parts, Parts.INSERT_TASK, rows.newTasks);
    add(parts, Parts.UPDATE_WORKFLOW, rows.changedWorkflows);
    add(parts, Parts.UPDATE_GROUP, rows.changedGroups);
    add(parts, Parts.UPDATE_TASK, rows.changedTasks);
    add(parts, Parts.INSERT_HISTORY, history);
    add(parts, Parts.INSERT_AUDIT, notes.audit());
    add(parts, NoteParts.INSERT_EXPLANATION, notes.explanations());
    add(parts, NoteParts.INSERT_ACCOUNT, notes.accounts());
    add(parts, NoteParts.ADD_RUN_TIME, notes.runTimes());
    add(parts, Parts.DELETE_EFFECT, List.copyOf(delivered));
    add(parts, Parts.INSERT_EFFECT, effects);
    List<Long> numbers = parts.isEmpty() ? List.of() : execute(connection, parts);
    List<EffectRow> numbered = new ArrayList<>();
    for (int i = 0; i < effects.size(); i++) {
      EffectRow effect = effects.get(i);
      numbered.add(new EffectRow(numbers.get(i), effect.workflow(), effect.effect()));
    }
    return numbered;
  }

  private static <R> void add(List<Filled<?>> parts, Part<R> part, List<R> rows) {
    if (!rows.isEmpty()) {
      parts.add(new Filled<>(part, rows));
    }
  }

  /** Executes the parts together; returns what those that return something have returned. */
  private static List<Long> execute(Connection connection, List<Filled<?>> parts)
      throws SQLException {
    boolean one = parts.stream().allMatch(Filled::single); // few texts, so that all stay prepared
    String sql = parts.stream().map(part -> part.sql(one)).collect(Collectors.joining(";\n"));
    List<Long> returned = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (Filled<?> part : parts) {
        parameter = part.bind(connection, statement, parameter, one);
      }
      boolean rows = statement.execute();
      while (rows || statement.getUpdateCount() != -1) {
        if (rows) {
          try (ResultSet results = statement.getResultSet()) {
            while (results.next()) {
              returned.add(results.getLong(1));
            }
          }
        }
        rows = statement.getMoreResults();
      }
    }
    return returned;
  }
}
