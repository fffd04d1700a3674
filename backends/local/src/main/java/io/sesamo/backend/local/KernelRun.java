package io.sesamo.backend.local;

import io.sesamo.model.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Has the Physical-AI suite compile its kernels, in the same sandbox that its tasks will get.
 *
 * @param trial folder to work in; it may go afterwards
 * @param cache where the kernels go
 */
record KernelRun(Optional<Bubblewrap> sandbox, Equipment runtime, Path trial, Path cache) {

  void run(Path log, Consumer<String> line) throws IOException, InterruptedException {
    TaskFolder folder = new TaskFolder(trial);
    for (Path part : List.of(folder.output(), folder.work(), folder.temporary())) {
      Files.createDirectories(part);
    }
    Skeletons.makeRoot(folder.root());
    Map<String, String> environment = new TreeMap<>(runtime.environment());
    environment.put("PATH", String.join(":", runtime.path("/usr/bin:/bin")));
    environment.put("WARP_CACHE_PATH", cache.toString());
    environment.put(
        "HOME", sandbox.isPresent() ? Places.OSMO.workspace() : folder.work().toString());
    List<String> words =
        List.of(
            runtime.programs().getFirst().resolve("python").toString(),
            "-m",
            "sesamo_physical_ai",
            "warm");
    if (sandbox.isPresent()) {
      Step.run(sandboxed(sandbox.get(), folder, words, environment), Map.of(), log, line);
    } else {
      Step.run(words, environment, log, line);
    }
  }

  /** The command's words, in a sandbox that can write to the cache. */
  private List<String> sandboxed(
      Bubblewrap bubblewrap, TaskFolder folder, List<String> words, Map<String, String> environment)
      throws IOException {
    Plan plan =
        new Plan(
            folder,
            "warm.kernels",
            "",
            words,
            environment,
            TaskSecrets.Placed.NOTHING,
            List.of(),
            runtime,
            Resources.NONE,
            List.of());
    List<String> arguments = new ArrayList<>(bubblewrap.arguments(plan));
    arguments.addAll(List.of("--bind", cache.toString(), cache.toString()));
    DurableFiles.write(folder.arguments(), Order.zeroTerminated(arguments));
    String shell =
        "exec %s --args 5 -- \"$@\" 5<%s"
            .formatted(
                Command.quote(bubblewrap.program().toString()),
                Command.quote(folder.arguments().toString()));
    List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", shell, "sh"));
    all.addAll(words);
    return all;
  }
}
