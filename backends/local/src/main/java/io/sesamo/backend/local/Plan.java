package io.sesamo.backend.local;

import io.sesamo.model.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A task made ready: all that its confinement needs to know.
 *
 * @param name of the task, unique on this machine while it runs
 * @param words of the command, nothing left to fill in
 * @param environment all of it but what comes of credentials
 * @param secrets what comes of credentials
 * @param inputs folder of this machine for each input
 * @param accelerators numbers of those it was given
 */
record Plan(
    TaskFolder folder,
    String name,
    String image,
    List<String> words,
    Map<String, String> environment,
    TaskSecrets.Placed secrets,
    List<Path> inputs,
    Equipment runtime,
    Resources amount,
    List<Integer> accelerators) {

  /** The task's name on this machine. */
  static String name(String launchId, String task) {
    return launchId + "." + task;
  }
}
