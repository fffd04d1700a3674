package io.sesamo.model.spec;

/** What a task reads. {@code regex} (Python syntax) picks files; empty means all. */
public sealed interface InputSpec {

  String regex();

  /**
   * The output of another task.
   *
   * @param workflow id of an earlier workflow; empty for this one
   * @param task name of the task
   */
  record FromTask(String workflow, String task, String regex) implements InputSpec {}

  /** A folder or file at a URL. */
  record FromUrl(String url, String regex) implements InputSpec {}
}
