package io.sesamo.model.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names and their values; an inner scope hides an outer one. */
final class Scope {

  private final Optional<Scope> outer;
  private final Map<String, Object> values = new HashMap<>();

  Scope(Optional<Scope> outer) {
    this.outer = outer;
  }

  Scope inner() {
    return new Scope(Optional.of(this));
  }

  void put(String name, Object value) {
    values.put(name, value);
  }

  @Nullable Object find(String name) {
    for (Scope scope = this; ; scope = scope.outer.get()) {
      Object value = scope.values.get(name);
      if (value != null || scope.outer.isEmpty()) {
        return value;
      }
    }
  }
}
