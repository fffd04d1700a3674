package io.sesamo.backend.local;

import io.sesamo.model.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Control groups that hold a task to what it asked for, where this server may make them: memory is
 * a hard limit, cores are a share that counts only when others want them too. A machine without
 * them runs its tasks unlimited.
 *
 * @param memory folder below which memory groups can be made
 * @param cpu folder below which groups with a share of the cores can be made
 * @param unified whether these are version 2 groups, where both are the same folder
 */
record Limits(Optional<Path> memory, Optional<Path> cpu, boolean unified) {

  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  /** Finds out by trying. */
  static Limits detect() {
    String v2 = own("");
    Optional<Path> both = Optional.empty();
    if (Files.exists(GROUPS.resolve("cgroup.controllers"))) {
      Path here = GROUPS.resolve(v2.substring(1));
      // A group that has processes of its own cannot limit groups below it: then beside it.
      both =
          usable(here, "memory.max")
              .or(() ->
                  Optional.ofNullable(here.getParent()).flatMap(p -> usable(p, "memory.max")));
      return new Limits(both, both, true);
    }
    return new Limits(
        usable(versionOne("memory"), "memory.limit_in_bytes"),
        usable(versionOne("cpu"), "cpu.shares")
            .or(() -> usable(versionOne("cpu,cpuacct"), "cpu.shares")),
        false);
  }

  private static Path versionOne(String controller) {
    Path root = GROUPS.resolve(controller);
    Path here = root.resolve(own(controller).substring(1));
    return Files.isDirectory(here) ? here : root;
  }

  /** This process's own group of a controller, beginning with a slash. */
  private static String own(String controller) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
        String[] parts = line.split(":", 3);
        if (parts[1].equals(controller)) {
          return parts[2];
        }
      }
      return "/";
    } catch (IOException none) {
      return "/";
    }
  }

  private static Optional<Path> usable(Path parent, String file) {
    Path trial = parent.resolve("sesamo-trial-" + ProcessHandle.current().pid());
    if (!parent.startsWith(GROUPS) || !Files.isDirectory(parent)) {
      return Optional.empty();
    }
    try {
      Files.createDirectory(trial);
      boolean usable = Files.isWritable(trial.resolve(file));
      Files.delete(trial);
      return usable ? Optional.of(parent) : Optional.empty();
    } catch (IOException notAllowed) {
      return Optional.empty();
    }
  }

  /** A few words for people. */
  String description() {
    return memory.isPresent()
        ? "memory limits are enforced"
        : "memory limits are not enforced (no writable control groups)";
  }

  /** Makes the groups of a task; empty when it asked for nothing or none can be made. */
  List<Path> make(String task, Resources amount) {
    List<Path> made = new ArrayList<>();
    if (amount.memoryBytes() > 0) {
      memory.ifPresent(parent ->
          add(
              made,
              parent.resolve("sesamo-" + task),
              unified ? "memory.max" : "memory.limit_in_bytes",
              amount.memoryBytes()));
    }
    if (amount.cpuMilli() > 0) {
      long share =
          unified
              ? Math.clamp(amount.cpuMilli() / 10, 1, 10_000) // one core is 100
              : Math.max(2, amount.cpuMilli() * 1024 / 1000);
      cpu.ifPresent(parent ->
          add(
              made,
              parent.resolve("sesamo-" + task),
              unified ? "cpu.weight" : "cpu.shares",
              share));
    }
    return made.stream().distinct().toList();
  }

  private static void add(List<Path> made, Path group, String file, long value) {
    try {
      Files.createDirectories(group);
      made.add(group);
      Files.writeString(group.resolve(file), String.valueOf(value));
    } catch (IOException unlimitedThen) {
      // A limit is a courtesy to the other tasks, never a reason to fail this one.
    }
  }

  /** Whether the kernel killed a process in one of these groups for want of memory. */
  static boolean ranOutOfMemory(List<Path> groups) {
    return groups.stream()
        .flatMap(group -> Stream.of("memory.oom_control", "memory.events").map(group::resolve))
        .flatMap(file -> lines(file).stream())
        .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException otherVersion) {
      return List.of();
    }
  }

  /** Removes groups whose processes are gone. */
  static void remove(List<Path> groups) {
    for (Path group : groups) {
      try {
        Files.deleteIfExists(group);
      } catch (IOException stillInUse) {
        // An empty group that stays behind does no harm.
      }
    }
  }
}
