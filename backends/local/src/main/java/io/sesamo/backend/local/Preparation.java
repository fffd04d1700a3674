package io.sesamo.backend.local;

import io.sesamo.backend.local.LocalConfig.RuntimeKind;
import io.sesamo.backend.local.TaskSecrets.Placed;
import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.engine.data.Folders;
import io.sesamo.engine.logs.TaskLog;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.FileSpec;
import io.sesamo.model.spec.TaskSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes a task's folder ready, down to the supervisor's order. Whatever an earlier, broken-off
 * preparation has left is thrown away first.
 */
record Preparation(
    Images images,
    Confinement confinement,
    Optional<PhysicalAi> physicalAi,
    Inputs inputs,
    Accelerators accelerators,
    Limits limits,
    Path logs,
    long logBytes,
    Skeletons skeletons,
    Checkpoints checkpoints) {

  /** How the task's command is kept apart from this machine. */
  Confinement confinementOf(TaskSpec spec) {
    return images.kindOf(spec.image()) == RuntimeKind.CONTAINER
        ? images.engine().<Confinement>map(engine -> engine).orElse(confinement)
        : confinement;
  }

  /** {@code progress} hears what takes the time. */
  void prepare(Launch launch, TaskLaunch task, TaskFolder folder, Consumer<String> progress)
      throws StartFailure, InterruptedException {
    try {
      Folders.delete(folder.path());
      Equipment runtime = runtime(task.spec(), progress);
      Confinement how = confinementOf(task.spec());
      skeletons.makeTask(folder, launch.workflow(), how instanceof Bubblewrap);
      List<Path> inputFolders = new ArrayList<>();
      for (int index = 0; index < task.inputs().size(); index++) {
        progress.accept("fetching input " + index);
        inputFolders.add(inputs.prepare(folder, index, task.inputs().get(index), how.isolated()));
      }
      Places places = how.places(folder);
      TaskSpec spec = JobTokens.fill(task.spec(), launch, places);
      Map<String, String> kernels = copyKernels(runtime, folder, places);
      Placed secrets = placeSecrets(spec, folder, how, runtime);
      UnaryOperator<String> paths = placeFiles(spec, folder, how, runtime, secrets);
      checkpoints.restore(launch, task.spec(), folder, how);
      List<Integer> given = takeAccelerators(launch, task, folder);
      Map<String, String> environment =
          new TreeMap<>(Environment.of(launch, task, places, runtime, spec.environment(), given));
      environment.putAll(kernels);
      environment.keySet().removeAll(secrets.variables().keySet());
      environment.replaceAll((name, value) -> paths.apply(value));
      List<String> words = new ArrayList<>(spec.command());
      words.addAll(spec.args());
      words.replaceAll(word -> paths.apply(Environment.expand(word, environment)));
      String name = Plan.name(launch.id(), spec.name());
      Plan plan =
          new Plan(
              folder,
              name,
              spec.image(),
              words,
              environment,
              secrets,
              inputFolders,
              runtime,
              task.amount(),
              given);
      write(plan, how, TaskLog.path(logs, launch.workflow(), spec.name(), launch.attempt()));
    } catch (IOException failure) {
      throw new StartFailure(
          ExitCodes.PREPARATION_FAILED,
          "The task could not be made ready: " + failure.getMessage());
    }
  }

  private void write(Plan plan, Confinement how, Path log) throws IOException, StartFailure {
    TaskFolder folder = plan.folder();
    Command command = how.command(plan);
    List<Path> groups =
        how instanceof ContainerEngine ? List.of() : limits.make(plan.name(), plan.amount());
    if (!groups.isEmpty()) {
      DurableFiles.write(folder.groups(), lines(groups));
    }
    Files.createDirectories(Optional.ofNullable(log.getParent()).orElse(log));
    long free = folder.path().toFile().getUsableSpace();
    List<String> script = command.script(groups, limits.ofProcesses(plan.amount(), free));
    List<String> variables = new ArrayList<>();
    command.environment().forEach((name, value) -> variables.add(name + "=" + value));
    new Order(how.name(), log, logBytes / 2, variables, command.arguments(), script)
        .write(folder.order());
  }

  private Equipment runtime(TaskSpec spec, Consumer<String> progress)
      throws StartFailure, InterruptedException {
    Optional<String> refusal = images.refusal(spec.image());
    if (refusal.isPresent()) {
      throw new StartFailure(ExitCodes.START_ERROR, refusal.get());
    }
    return images.kindOf(spec.image()) == RuntimeKind.PHYSICAL_AI && physicalAi.isPresent()
        ? physicalAi.get().ready(progress)
        : Equipment.THIS_SYSTEM;
  }

  /** Each task gets its own, since programs write to them. */
  private static Map<String, String> copyKernels(
      Equipment runtime, TaskFolder folder, Places places) throws IOException {
    if (runtime.kernels().isEmpty()) {
      return Map.of();
    }
    CopyTree.copy(runtime.kernels().get(), folder.temporary().resolve("kernels"));
    return Map.of("WARP_CACHE_PATH", places.temporary() + "/kernels");
  }

  /**
   * Places what comes of credentials. No variable of it is known to whoever fills in the command's
   * words, which everyone on this machine can read.
   */
  private static Placed placeSecrets(
      TaskSpec spec, TaskFolder folder, Confinement how, Equipment runtime)
      throws IOException, StartFailure {
    Placed secrets = folder.secrets().place(spec);
    for (String path : secrets.folders().keySet()) {
      how.placeFor(folder, path, runtime); // whether it may be there
    }
    if (!(how instanceof ContainerEngine)) {
      folder.secrets().writeVariables(secrets.variables());
    }
    return secrets;
  }

  /**
   * Places the task's files; all of them are executable, as scripts must be.
   *
   * @return turns the paths of the files into where the command finds them
   */
  private static UnaryOperator<String> placeFiles(
      TaskSpec spec, TaskFolder folder, Confinement how, Equipment runtime, Placed secrets)
      throws IOException, StartFailure {
    Map<String, String> moved = new TreeMap<>();
    if (how instanceof Unconfined) {
      secrets.folders().forEach((path, place) -> moved.put(path, place.toString()));
    }
    for (FileSpec file : spec.files()) {
      Path place = how.placeFor(folder, file.path(), runtime);
      Files.createDirectories(Optional.ofNullable(place.getParent()).orElse(place));
      Files.write(place, file.bytes());
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (how instanceof Unconfined) {
        moved.put(file.path(), place.toString());
      }
    }
    return word -> {
      String text = word;
      for (Map.Entry<String, String> path : moved.entrySet()) {
        if (!text.contains(path.getValue())) {
          text = text.replace(path.getKey(), path.getValue());
        }
      }
      return text;
    };
  }

  private List<Integer> takeAccelerators(Launch launch, TaskLaunch task, TaskFolder folder)
      throws IOException, StartFailure {
    Resources asked = task.amount();
    if (launch.place().emulated() || asked.acceleratorMilli() == 0) {
      return List.of();
    }
    List<Integer> given =
        accelerators.take(Plan.name(launch.id(), task.name()), asked, task.accelerators());
    if (!given.isEmpty()) {
      DurableFiles.write(folder.accelerators(), lines(given));
    }
    if (given.isEmpty() || given.size() * (long) Resources.WHOLE < asked.acceleratorMilli()) {
      throw new StartFailure(
          ExitCodes.START_ERROR,
          "%s accelerators were asked for, %d of this machine have that left"
              .formatted(Resources.acceleratorWords(asked.acceleratorMilli()), given.size()));
    }
    return given;
  }

  private static byte[] lines(List<?> items) {
    return items.stream()
        .map(item -> item + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }
}
