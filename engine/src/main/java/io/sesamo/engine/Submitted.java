package io.sesamo.engine;

import java.util.List;

/**
 * A workflow that was taken in, or would be.
 *
 * @param id {@code <name>-<number>}; for a check only, the name
 * @param warnings what its author should know
 */
public record Submitted(String id, List<String> warnings) {

  public Submitted {
    warnings = List.copyOf(warnings);
  }
}
