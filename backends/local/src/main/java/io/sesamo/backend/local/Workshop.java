package io.sesamo.backend.local;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.logs.TaskLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;

/** What every task's run needs. */
record Workshop(
    Preparation preparation,
    Supervisors supervisors,
    TaskOutput output,
    Path logs,
    InstantSource clock,
    Seats seats,
    Sessions sessions) {

  private static final Logger LOGGER = System.getLogger(Workshop.class.getName());

  /** The confinement of that name, for a task that already has one. */
  Confinement confinement(String name) {
    Optional<ContainerEngine> engine = preparation.images().engine();
    if (engine.isPresent() && engine.get().name().equals(name)) {
      return engine.get();
    }
    return preparation.confinement().name().equals(name)
        ? preparation.confinement()
        : new Unconfined();
  }

  /** Adds a line of Sesamo's own to the task's log. */
  void say(Launch launch, String task, String words) {
    Path log = TaskLog.path(logs, launch.workflow(), task, launch.attempt());
    String line = clock.instant().getEpochSecond() + " s " + words.replace('\n', ' ') + "\n";
    try {
      Files.createDirectories(Optional.ofNullable(log.getParent()).orElse(logs));
      Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      LOGGER.log(Logger.Level.WARNING, "{0} cannot be written: {1}", log, unwritable.getMessage());
    }
  }
}
