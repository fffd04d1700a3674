package io.sesamo.engine.store;

import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.TenantScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code where} of a query that grows with what is asked for. Not thread-safe. */
final class Conditions {

  private final StringBuilder sql = new StringBuilder("where true");
  private final Map<String, Object> values = new HashMap<>();

  /** A condition that names no value, or only those that are bound. */
  Conditions and(String condition) {
    sql.append(" and ").append(condition);
    return this;
  }

  Conditions bind(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** A condition on a value that may not be there. */
  Conditions and(String condition, String name, Optional<?> value) {
    value.ifPresent(found -> and(condition).bind(name, found));
    return this;
  }

  /** Where a column has one of these values; nothing where there are none. */
  Conditions anyOf(String column, String name, Collection<String> allowed) {
    if (!allowed.isEmpty()) {
      and(column + " = any(:" + name + ")").bind(name, allowed.toArray(String[]::new));
    }
    return this;
  }

  /** Of workflows in that scope. */
  Conditions in(TenantScope scope) {
    if (!scope.all()) {
      and("(workflow.tenant = :tenant"
              + " or (:tenant <> '' and starts_with(workflow.tenant, :below)))")
          .bind("tenant", scope.home())
          .bind("below", scope.home() + "/");
    }
    return this;
  }

  /** As the column of pools has them: what may run in any has none there. */
  static List<String> pools(Collection<String> names) {
    return names.stream().map(name -> name.equals(PoolLoad.ANY) ? "" : name).toList();
  }

  static List<String> names(Collection<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).toList();
  }

  String sql() {
    return sql.toString();
  }

  Map<String, Object> values() {
    return values;
  }
}
