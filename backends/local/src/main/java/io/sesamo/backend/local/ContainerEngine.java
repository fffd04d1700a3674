package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a task's image by Docker or Podman. The network is this machine's. */
record ContainerEngine(Path program, boolean podman) implements Confinement {

  /** The first engine that answers. */
  static Optional<ContainerEngine> open() throws InterruptedException {
    Optional<Path> docker = Programs.find("docker");
    if (docker.isPresent() && answers(docker.get(), "version", "--format", "{{.Server.Version}}")) {
      return Optional.of(new ContainerEngine(docker.get(), false));
    }
    Optional<Path> podman = Programs.find("podman");
    if (podman.isPresent() && answers(podman.get(), "info")) {
      return Optional.of(new ContainerEngine(podman.get(), true));
    }
    return Optional.empty();
  }

  private static boolean answers(Path program, String... arguments) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of(arguments));
    return Programs.run(words).exitCode() == 0;
  }

  @Override
  public String name() {
    return podman ? "podman" : "docker";
  }

  @Override
  public Path placeFor(TaskFolder folder, String path, Equipment runtime) throws StartFailure {
    return new Unconfined().placeFor(folder, path, runtime);
  }

  @Override
  public Command command(Plan plan) throws IOException, StartFailure {
    List<String> words = new ArrayList<>(List.of(program.toString(), "run", "--rm", "--init"));
    words.addAll(List.of("--name", containerName(plan.name()), "--network", "host"));
    words.addAll(List.of("--security-opt", "no-new-privileges"));
    Path variables = plan.folder().path().resolve("environment");
    writeEnvironment(variables, plan.environment());
    words.addAll(List.of("--env-file", variables.toString()));
    if (!plan.secrets().variables().isEmpty()) {
      Path file = plan.folder().secrets().environmentFile();
      writeEnvironment(file, plan.secrets().variables());
      words.addAll(List.of("--env-file", file.toString()));
    }
    words.addAll(List.of("--workdir", Places.OSMO.workspace()));
    mount(words, plan.folder().output(), Places.OSMO.output(), "rw");
    mount(words, plan.folder().work(), Places.OSMO.workspace(), "rw");
    mount(words, plan.folder().temporary(), Places.OSMO.temporary(), "rw");
    for (int index = 0; index < plan.inputs().size(); index++) {
      mount(words, plan.inputs().get(index), Places.OSMO.input().apply(index), "ro");
    }
    plan.secrets().folders().forEach((place, folder) -> mount(words, folder, place, "ro"));
    for (Path file : files(plan.folder())) {
      mount(words, file, "/" + plan.folder().files().relativize(file), "rw");
    }
    words.addAll(limits(plan));
    words.addAll(List.of("--entrypoint", plan.words().getFirst(), plan.image()));
    words.addAll(plan.words().subList(1, plan.words().size()));
    return new Command(words, Command.FEW_VARIABLES, ":", List.of());
  }

  private List<String> limits(Plan plan) {
    List<String> words = new ArrayList<>();
    if (plan.amount().memoryBytes() > 0) {
      words.addAll(List.of("--memory", String.valueOf(plan.amount().memoryBytes())));
    }
    if (plan.amount().cpuMilli() > 0) {
      long shares = Math.max(2, plan.amount().cpuMilli() * 1024 / 1000);
      words.addAll(List.of("--cpu-shares", String.valueOf(shares)));
    }
    if (!plan.accelerators().isEmpty() && podman) {
      plan.accelerators().forEach(n -> words.addAll(List.of("--device", "nvidia.com/gpu=" + n)));
    } else if (!plan.accelerators().isEmpty()) {
      String numbers =
          plan.accelerators().stream().map(String::valueOf).collect(Collectors.joining(","));
      words.addAll(List.of("--gpus", "\"device=" + numbers + "\""));
    }
    return words;
  }

  private static void writeEnvironment(Path file, Map<String, String> variables)
      throws IOException, StartFailure {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      if (variable.getValue().contains("\n")) {
        throw new StartFailure(
            ExitCodes.PREPARATION_FAILED,
            "The variable '" + variable.getKey() + "' has several lines; a container takes one");
      }
      if (!variable.getKey().equals("PATH")) { // the image has its own
        lines.append(variable.getKey()).append('=').append(variable.getValue()).append('\n');
      }
    }
    DurableFiles.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Path> files(TaskFolder folder) throws IOException {
    if (!Files.isDirectory(folder.files())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder.files())) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void mount(List<String> words, Path source, String target, String mode) {
    words.addAll(List.of("--volume", source + ":" + target + ":" + mode));
  }

  @Override
  public boolean signal(TaskFolder folder, String name, boolean kill) {
    List<String> words =
        kill
            ? List.of(program.toString(), "rm", "--force", containerName(name))
            : List.of(program.toString(), "kill", "--signal", "TERM", containerName(name));
    try {
      return Programs.run(words).exitCode() == 0;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Optional<Entry> entry(TaskFolder folder, String name, boolean terminal)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(program.toString(), "exec", "--interactive"));
    if (terminal) {
      words.add("--tty");
    }
    words.addAll(List.of("--env", SessionRun.MARK, "--env", "TERM", containerName(name)));
    return folder.process().filter(Claim::alive).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Entry(
                List.of(),
                Path.of("/dev/ptmx"),
                Command.FEW_VARIABLES,
                "",
                List.copyOf(words),
                List.of()));
  }

  private static String containerName(String name) {
    return "sesamo-" + name;
  }
}
