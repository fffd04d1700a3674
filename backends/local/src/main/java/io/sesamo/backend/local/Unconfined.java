package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs a task with the server's own rights, for machines where no sandbox works. The command gets
 * the paths of its folders on this machine, and copies of its inputs.
 */
record Unconfined() implements Confinement {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public boolean isolated() {
    return false;
  }

  @Override
  public Places places(TaskFolder folder) {
    return new Places(
        folder.output().toString(),
        index -> folder.input(index).toString(),
        folder.work().toString(),
        folder.temporary().toString());
  }

  @Override
  public Path placeFor(TaskFolder folder, String path, Equipment runtime) throws StartFailure {
    try {
      return folder.files().resolve(Path.of("/").relativize(Path.of("/" + path).normalize()));
    } catch (InvalidPathException impossible) {
      throw new StartFailure(
          ExitCodes.PREPARATION_FAILED, "This machine cannot make a file named '" + path + "'");
    }
  }

  @Override
  public Command command(Plan plan) throws StartFailure {
    Set<String> names = new HashSet<>(plan.environment().keySet());
    names.addAll(plan.secrets().variables().keySet());
    for (String variable : names) {
      if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) { // a shell would drop it
        throw new StartFailure(
            ExitCodes.PREPARATION_FAILED,
            "The variable '" + variable + "' cannot be set where no sandbox works");
      }
    }
    String prelude = "cd " + Command.quote(plan.folder().work().toString()) + " || exit";
    return new Command(plan.words(), plan.environment(), prelude, List.of());
  }

  @Override
  public boolean signal(TaskFolder folder, String name, boolean kill) {
    Set<ProcessHandle> processes = processesOf(name);
    processes.forEach(process -> {
      if (kill) {
        process.destroyForcibly();
      } else {
        process.destroy();
      }
    });
    return !processes.isEmpty();
  }

  @Override
  public Optional<Entry> entry(TaskFolder folder, String name, boolean terminal)
      throws IOException {
    if (folder.process().filter(Claim::alive).isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> variables = new TreeMap<>();
    for (String variable : Order.read(folder.order()).environment()) {
      int end = variable.indexOf('=');
      variables.put(variable.substring(0, end), variable.substring(end + 1));
    }
    return Optional.of(
        new Entry(
            List.of(),
            Path.of("/dev/ptmx"),
            variables,
            folder.work().toString(),
            List.of(),
            List.of()));
  }

  /** The command and its descendants, and whatever still carries the task's environment. */
  private static Set<ProcessHandle> processesOf(String name) {
    String launch = "SESAMO_LAUNCH=" + name.substring(0, name.lastIndexOf('.'));
    String task = "SESAMO_TASK=" + name.substring(name.lastIndexOf('.') + 1);
    return Marked.processes(Set.of(launch, task));
  }
}
