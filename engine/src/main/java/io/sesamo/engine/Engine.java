package io.sesamo.engine;

import io.sesamo.engine.data.Collected;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.engine.store.UsageRow;
import io.sesamo.engine.view.FleetView;
import io.sesamo.engine.view.GroupExplanation;
import io.sesamo.engine.view.LineQuery;
import io.sesamo.engine.view.ListedTask;
import io.sesamo.engine.view.PoolLoad;
import io.sesamo.engine.view.PoolView;
import io.sesamo.engine.view.TaskFilter;
import io.sesamo.engine.view.TaskSum;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /**
   * Whether there is a workflow of that id for somebody. What is another's takes as long to answer
   * as what is not there.
   */
  boolean has(String id, TenantScope scope);

  /**
   * The id of the workflow that is named by its id or by its UUID in 32 hexadecimal digits; what
   * names none is given back as it is.
   */
  String idOf(String idOrUuid);

  /** Workflows without their groups. */
  List<WorkflowView> list(WorkflowFilter filter);

  /** Attempts of tasks: the newest workflow first, and within one the last task. */
  List<ListedTask> tasks(TaskFilter filter);

  /**
   * What tasks ask for, put together by user, pool and priority.
   *
   * @param byWorkflow and by workflow
   */
  List<TaskSum> taskSums(TaskFilter filter, boolean byWorkflow);

  /**
   * Puts tags on a workflow and takes others off.
   *
   * @throws EngineException DATABASE when there is none of that id
   */
  void tag(String id, Set<String> add, Set<String> remove);

  /**
   * The spec (YAML) of what is left to do of a failed workflow: what has completed and is still
   * stored is not in it, but read from there.
   *
   * @throws EngineException DATABASE when there is none of that id, SUBMISSION when it has not
   *     failed
   */
  String rest(String id);

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
  default List<PoolView> pools() {
    return pools(TenantScope.ALL);
  }

  /** The pools that somebody may know of, with what is free in them now. */
  List<PoolView> pools(TenantScope scope);

  /** How much work every pool has now; from memory, without the database. */
  List<PoolLoad> load();

  /** The groups that are ready and wait for a decision of people, in order of submission. */
  List<Undecided> undecided();

  /** The fleet as it is now; empty: there is none, and the server's own pool is all. */
  Optional<FleetView> fleet();

  /**
   * A fleet's file that somebody applies.
   *
   * @param title of the file, for messages
   * @param onlyWhenIdle whether it is applied only if it is another than the one that holds, and
   *     refused then while any workflow is not finished
   */
  record FleetChange(String title, String text, String user, boolean onlyWhenIdle) {}

  /**
   * A fleet's file that holds from now on.
   *
   * @param changed whether another held before
   * @param drained what of it is drained, as before
   */
  record Applied(int version, boolean changed, List<String> warnings, List<String> drained) {}

  /**
   * Applies a fleet's file from now on.
   *
   * @throws EngineException USAGE with its problems, or USER when work is under way that has no
   *     place in it
   */
  Applied applyFleet(FleetChange change);

  /**
   * Goes on without a fleet: what backends really have is all that there is, and no law is asked.
   *
   * @return the version of that
   * @throws EngineException USER when there is no fleet, or any workflow is not finished
   */
  int removeFleet(String user);

  /**
   * A part of the fleet that was drained or opened.
   *
   * @param groupsMoved groups under way there that are being stopped and go elsewhere
   * @param groupsStaying groups under way there that were moved too often of late to be moved now
   * @param movesPerHour how often a group may be moved within an hour
   */
  record Drained(
      String name, boolean drained, int groupsMoved, int groupsStaying, int movesPerHour) {}

  /**
   * Keeps new work from a site, a pool or a node (pool/node), and has what runs there go elsewhere.
   *
   * @throws EngineException USER when the fleet has none of that name
   */
  Drained drain(String name, String reason, String user);

  /**
   * Lets new work go there again.
   *
   * @throws EngineException USER when the fleet has none of that name, or it is not drained
   */
  Drained resume(String name);

  /**
   * Why the groups of a workflow are where they are, or what they wait for, in file order.
   *
   * @param group of that name alone
   * @param scope whose pools there are to see
   * @throws EngineException DATABASE when there is no such workflow or group
   */
  List<GroupExplanation> explain(String id, Optional<String> group, TenantScope scope);

  /**
   * What attempts of groups took of the fleet, put together.
   *
   * @param by some of tenant, user, workflow, group, site, pool, accelerator, emulated
   * @param since those that ended then or later
   * @param scope whose there are to see
   */
  List<UsageRow> usage(List<String> by, Optional<Instant> since, TenantScope scope);

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

  /** The way into running tasks. */
  TaskAccess access();

  /** Where outputs are stored. */
  ObjectStore objects();

  /**
   * Whether it still takes decisions. One that has stopped by itself met what it cannot go on from:
   * it refuses what it is asked to do, and another is to be started over the same store.
   */
  boolean decides();

  /** True while a workflow is not finished. */
  boolean busy();

  /** Stops deciding and watching. Tasks run on; the next start goes on with them. */
  @Override
  void close();
}
