package io.sesamo.engine.view;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which lines of logs or events to read.
 *
 * @param task only this task's
 * @param attempt only this attempt's
 * @param last only so many lines from the end of what is there, then what follows
 * @param errorsOnly only standard error and Sesamo's own words
 * @param follow go on until the workflow (or the task, if named) has finished
 */
public record LineQuery(
    Optional<String> task,
    OptionalInt attempt,
    OptionalInt last,
    boolean errorsOnly,
    boolean follow) {

  public static LineQuery all(boolean follow) {
    return new LineQuery(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false, follow);
  }
}
