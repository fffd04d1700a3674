package io.sesamo.engine.backend;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one task is given of its user's credentials. It goes beside the {@link Launch}, which may be
 * written down for good: a backend keeps this for itself, and no longer than until the task's end.
 *
 * @param values by the credential's name and its key; where they go stands in the task's spec
 */
public record Secrets(Map<String, Map<String, String>> values) {

  public static final Secrets NONE = new Secrets(Map.of());

  public Secrets {
    values =
        values.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
  }

  /** Without the values. */
  @Override
  public String toString() {
    return "Secrets" + values.keySet();
  }
}
