package io.sesamo.engine;

import io.sesamo.engine.data.Collected;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.PoolView;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the server and the tools above it ask of the engine. Thread-safe; all methods block and are
 * meant for virtual threads. {@link EngineException} is the answer to everything that cannot be
 * done.
 */
public interface Engine extends AutoCloseable {

  /**
   * Takes a workflow in. When it returns, the workflow is durable and will be run.
   *
   * @throws EngineException USAGE, RESOURCE, CREDENTIAL or USER
   */
  Submitted submit(Submission submission);

  /**
   * All checks of {@link #submit} and nothing else.
   *
   * @throws EngineException as {@link #submit}
   */
  Submitted check(Submission submission);

  /**
   * The workflow with its groups and tasks.
   *
   * @throws EngineException DATABASE when there is none of that id
   */
  WorkflowView workflow(String id);

  /** Workflows without their groups, newest first. */
  List<WorkflowView> list(WorkflowFilter filter);

  /**
   * Asks for the end of a workflow. Groups that have not started end at once, the others when their
   * processes are gone. A finished workflow stays as it is.
   *
   * @param force without the grace period
   * @throws EngineException DATABASE when there is none of that id
   */
  void cancel(String id, String user, String message, boolean force);

  /**
   * Writes log lines, {@code YYYY/MM/DD HH:MM:SS [task] text}, each with a line end, as they come.
   *
   * @throws EngineException DATABASE when there is no such workflow or task
   * @throws IOException when {@code out} does not take them: the reader has gone
   */
  void logs(String id, LineQuery query, Appendable out) throws IOException;

  /** Writes what happened, one line each; as {@link #logs}. */
  void events(String id, LineQuery query, Appendable out) throws IOException;

  /**
   * The spec as it runs (YAML with groups), or as its author wrote it.
   *
   * @throws EngineException DATABASE when there is none of that id
   */
  String spec(String id, boolean template);

  /** Every pool with what is free in it now. */
  List<PoolView> pools();

  /** How much work every pool has now; from memory, without the database. */
  List<PoolLoad> load();

  /** The groups that are ready and wait for a decision of people, in order of submission. */
  List<Undecided> undecided();

  /**
   * Removes stored outputs that nothing needs any more: what lost or failed attempts have left,
   * and, if so asked, what workflows that finished long ago have stored. What a workflow under way
   * reads stays.
   *
   * @param finishedBefore outputs of workflows that finished earlier are given up; empty: none are
   * @param dryRun whether it is only counted
   * @throws IOException when the object store fails
   */
  Collected collect(Optional<Instant> finishedBefore, boolean dryRun) throws IOException;

  /** Where outputs are stored. */
  ObjectStore objects();

  /** True while a workflow is not finished. */
  boolean busy();

  /** Stops deciding and watching. Tasks run on; the next start goes on with them. */
  @Override
  void close();
}
