package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How a task's command is kept apart from the machine it runs on. */
sealed interface Confinement permits Bubblewrap, Unconfined, ContainerEngine {

  /** A word that stands for it in the task's folder. */
  String name();

  /** Whether the task can reach only what it was given, and nothing of it is left when it ends. */
  default boolean isolated() {
    return true;
  }

  /** Where the command finds its folders. */
  default Places places(TaskFolder folder) {
    return Places.OSMO;
  }

  /**
   * Where on this machine a file must lie so that the task finds it at {@code path}.
   *
   * @throws StartFailure when the task may have no file there
   */
  Path placeFor(TaskFolder folder, String path, Equipment runtime) throws StartFailure;

  /** What is to be run; may leave further files in the task's folder. */
  Command command(Plan plan) throws IOException, StartFailure;

  /**
   * Asks all processes of a task to end, or kills them. It may be repeated until they are gone.
   *
   * @return false when there was nobody to ask yet
   */
  boolean signal(TaskFolder folder, String name, boolean kill);

  /**
   * How another command gets to where the task's own runs; empty while that is not there.
   *
   * @param terminal whether it is to have one
   */
  Optional<Entry> entry(TaskFolder folder, String name, boolean terminal) throws IOException;
}
