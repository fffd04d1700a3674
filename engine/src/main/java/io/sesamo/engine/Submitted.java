package io.sesamo.engine;

import io.sesamo.model.Problem;
import java.util.List;

/**
 * A workflow that was taken in, or would be.
 *
 * @param id {@code <name>-<number>}; for a check only, the name
 */
public record Submitted(String id, List<Problem> warnings) {

  public Submitted {
    warnings = List.copyOf(warnings);
  }
}
