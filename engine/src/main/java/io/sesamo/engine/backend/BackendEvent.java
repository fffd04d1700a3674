package io.sesamo.engine.backend;

import io.sesamo.engine.data.ManifestId;
import java.time.Instant;
import java.util.Optional;

/** Something that happened to one task of a launch. */
public sealed interface BackendEvent {

  String launchId();

  String task();

  Instant at();

  /** The task is being made ready; {@code message} says what takes the time. */
  record Preparing(String launchId, String task, Instant at, String message)
      implements BackendEvent {}

  /** The task's command runs. */
  record Started(String launchId, String task, Instant at, String node) implements BackendEvent {}

  /** The command has ended and its output is being stored; not told of one that is empty. */
  record Storing(String launchId, String task, Instant at) implements BackendEvent {}

  /**
   * The task is over, its processes are gone, and its output is stored and verified. The last event
   * of a task. When a whole launch is lost whose tasks the pool no longer knows, {@code task} is
   * empty.
   *
   * @param cause why it ended
   * @param exitCode the command's (0–255), or one of {@link ExitCodes}
   * @param output what it left in its output folder; empty when nothing could be stored
   * @param message for people; empty when the exit code says all
   * @param ran how its command ended; empty: it has none that ended, or the pool does not say
   */
  record Ended(
      String launchId,
      String task,
      Instant at,
      Cause cause,
      int exitCode,
      Optional<ManifestId> output,
      String message,
      Optional<Ran> ran)
      implements BackendEvent {

    /** Of whose command nothing else is known. */
    public Ended(
        String launchId,
        String task,
        Instant at,
        Cause cause,
        int exitCode,
        Optional<ManifestId> output,
        String message) {
      this(launchId, task, at, cause, exitCode, output, message, Optional.empty());
    }
  }

  /**
   * How a task's command ended, whatever ended it.
   *
   * @param until when: long before its task was over, if nobody was there to see it
   * @param stored whether all of its output is where it belongs
   */
  record Ran(Instant until, boolean stored) {}

  /** Why a task ended. */
  enum Cause {
    /** Its command ended by itself. */
    EXITED,
    /** The engine had it stopped. */
    STOPPED,
    /** The pool could not take the order: none of the task's doing. */
    NOT_STARTED,
    /** Its image could not be pulled. */
    IMAGE_PULL_FAILED,
    /** Its inputs, files or runtime could not be made ready. */
    START_FAILED,
    /** Its command succeeded but its output could not be stored. */
    OUTPUT_FAILED,
    /** Killed for using more memory than it asked for. */
    OUT_OF_MEMORY,
    /** The pool lost it: node, supervisor or working folder is gone. */
    LOST
  }
}
