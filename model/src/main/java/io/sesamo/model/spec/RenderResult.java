package io.sesamo.model.spec;

import io.sesamo.model.Problem;
import java.util.List;

/** What rendering a spec's templates gave. */
public sealed interface RenderResult {

  /**
   * The templates could be rendered.
   *
   * @param text the {@code workflow:} section after templates
   * @param lines for each line of the text the line of the file that it comes from, 1-based
   * @param warnings what the author should know
   */
  record Rendered(String text, List<Integer> lines, List<Problem> warnings)
      implements RenderResult {}

  /** At least one error. */
  record Failed(List<Problem> problems) implements RenderResult {}
}
