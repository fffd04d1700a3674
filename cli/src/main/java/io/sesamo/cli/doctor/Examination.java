package io.sesamo.cli.doctor;

import io.sesamo.cli.doctor.Programs.Answer;
import io.sesamo.cli.terminal.Quantities;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out what this machine has for Sesamo. Nothing is changed, and no server is needed.
 *
 * @param home the home folder; may not exist
 * @param environment the command's variables
 */
public record Examination(Path home, Map<String, String> environment) {

  private static final int JAVA = 25;
  private static final long LITTLE_SPACE = 2_000_000_000;
  private static final long TOO_LITTLE_SPACE = 200_000_000;
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final List<String> PYTHONS =
      List.of("python3", "python3.13", "python3.12", "python3.11");

  public Examination {
    environment = Map.copyOf(environment);
  }

  /** One finding for each thing, the most important first. */
  public List<Finding> findings() {
    return List.of(
        java(),
        database(),
        homeFolder(),
        space(),
        sandbox(),
        networks(),
        groups(),
        python(),
        gpus(),
        engine());
  }

  private Programs programs() {
    return new Programs(environment.getOrDefault("PATH", "/usr/bin:/bin"));
  }

  private static Finding java() {
    String purpose = "runs Sesamo itself";
    String found = Runtime.version() + ", " + System.getProperty("java.home");
    return Runtime.version().feature() >= JAVA
        ? Finding.ok("Java", found, purpose)
        : Finding.essential("Java", found, purpose, "install a JDK 25 (for example Temurin)");
  }

  private Finding database() {
    String purpose = "keeps the workflows";
    Optional<String> url = Optional.ofNullable(environment.get("SESAMO_DATABASE_URL"));
    if (url.isEmpty()) {
      return comesAlong()
          ? Finding.ok("PostgreSQL", "the one that comes with Sesamo", purpose)
          : Finding.essential(
              "PostgreSQL",
              "none comes with Sesamo for this kind of machine",
              purpose,
              "set SESAMO_DATABASE_URL to a PostgreSQL database (15 or newer)");
    }
    String address = withoutPassword(url.get());
    return reachable(url.get())
        ? Finding.ok("PostgreSQL", address + " answers", purpose)
        : Finding.essential(
            "PostgreSQL",
            address + " does not answer",
            purpose,
            "start it, correct SESAMO_DATABASE_URL, or unset it to use the one that comes along");
  }

  private static boolean comesAlong() {
    String kind = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String name = "postgres-linux-" + kind + ".txz";
    return ClassLoader.getSystemResource(name) != null;
  }

  private static URI address(String url) {
    return URI.create(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
  }

  private static String withoutPassword(String url) {
    try {
      URI address = address(url);
      return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    } catch (IllegalArgumentException notOne) {
      return "SESAMO_DATABASE_URL is not an address and";
    }
  }

  private static boolean reachable(String url) {
    try (Socket socket = new Socket()) {
      URI address = address(url);
      int port = address.getPort() < 0 ? 5432 : address.getPort();
      socket.connect(new InetSocketAddress(String.valueOf(address.getHost()), port), 3000);
      return true;
    } catch (IOException | IllegalArgumentException unreachable) {
      return false;
    }
  }

  private Finding homeFolder() {
    String purpose = "holds the database, outputs and logs";
    Path there = existing();
    boolean writable = Files.isDirectory(there) && Files.isWritable(there);
    String note = there.equals(home) ? "" : " (will be made)";
    return writable
        ? Finding.ok("Home", home + note, purpose)
        : Finding.essential(
            "Home",
            home + " cannot be written to",
            purpose,
            "set SESAMO_HOME to a folder that you may write to");
  }

  private Path existing() {
    Path there = home;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  private Finding space() {
    String purpose = "outputs, logs, and 1.5 GB for the Physical-AI runtime";
    String advice = "free some, or set SESAMO_HOME to a folder on a larger disk";
    try {
      long free = Files.getFileStore(existing()).getUsableSpace();
      String found = Quantities.bytes(free) + " free in the home folder";
      if (free < TOO_LITTLE_SPACE) {
        return Finding.essential("Disk space", found, purpose, advice);
      }
      return free < LITTLE_SPACE
          ? Finding.missing("Disk space", found, purpose, advice)
          : Finding.ok("Disk space", found, purpose);
    } catch (IOException unknown) {
      return Finding.missing("Disk space", "cannot be found out", purpose, advice);
    }
  }

  private Finding sandbox() {
    String purpose = "keeps tasks from this machine's files and from each other";
    Optional<Path> program = programs().find("bwrap");
    if (program.isEmpty()) {
      return Finding.missing(
          "Sandbox",
          "bubblewrap is not installed; tasks run with your own rights",
          purpose,
          "install the package bubblewrap");
    }
    Answer answer =
        Programs.ask(
            program.get().toString(),
            "--unshare-user-try",
            "--unshare-pid",
            "--ro-bind",
            "/",
            "/",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "true");
    return answer.good()
        ? Finding.ok("Sandbox", Programs.ask("bwrap", "--version").firstLine(), purpose)
        : Finding.missing(
            "Sandbox",
            "bubblewrap does not work: " + answer.firstLine(),
            purpose,
            "allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1,"
                + " or kernel.apparmor_restrict_unprivileged_userns=0)");
  }

  /**
   * The server itself tries it at its start; that takes rights which whoever asks here may lack.
   */
  private Finding networks() {
    String purpose = "give each group ports of its own (network: group in pool.yaml)";
    Optional<Path> program = programs().find("pasta");
    if (program.isEmpty()) {
      return Finding.missing(
          "Networks", "pasta is not installed", purpose, "install the package passt");
    }
    return isRoot()
        ? Finding.ok("Networks", "pasta, " + program.get(), purpose)
        : Finding.missing(
            "Networks",
            "pasta is there, but they work only where the server is run by root",
            purpose,
            "run the server by root, or leave network: machine");
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private static Finding groups() {
    String purpose = "hold tasks to the memory and the processes they may have";
    boolean unified = Files.exists(GROUPS.resolve("cgroup.controllers"));
    String version = unified ? "version 2" : "version 1";
    boolean memory = isWritable(unified ? ownGroup() : GROUPS.resolve("memory"));
    boolean processes = isWritable(unified ? ownGroup() : GROUPS.resolve("pids"));
    if (memory && processes) {
      return Finding.ok("Control groups", version + ", writable", purpose);
    }
    List<String> not = new ArrayList<>();
    if (!memory) {
      not.add("memory is not limited");
    }
    if (!processes) {
      not.add("processes are limited by ulimit, and for root not at all");
    }
    return Finding.missing(
        "Control groups",
        version + ", not writable by you: " + String.join("; ", not),
        purpose,
        "run in a session with delegated groups: systemd-run --user --scope -p Delegate=yes sesamo"
            + " server start");
  }

  private static boolean isWritable(Path folder) {
    return Files.isDirectory(folder) && Files.isWritable(folder);
  }

  private static Path ownGroup() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/cgroup"))) {
      String own = lines.filter(line -> line.startsWith("0::/")).findFirst().orElse("0::/");
      return GROUPS.resolve(own.substring("0::/".length()));
    } catch (IOException none) {
      return GROUPS;
    }
  }

  private Finding python() {
    String purpose = "the Physical-AI suite";
    String question = "import sys, venv, ensurepip; assert sys.version_info >= (3, 11)";
    List<String> tooOld = new ArrayList<>();
    for (String name : PYTHONS) {
      Optional<Path> program = programs().find(name);
      if (program.isPresent()) {
        String version = Programs.ask(program.get().toString(), "--version").firstLine();
        if (Programs.ask(program.get().toString(), "-I", "-c", question).good()) {
          return Finding.ok("Python", version, purpose);
        }
        tooOld.add(version);
      }
    }
    return Finding.missing(
        "Python",
        tooOld.isEmpty() ? "not installed" : tooOld.getFirst() + " (too old, or without venv)",
        purpose,
        "install Python 3.11 or newer with venv (packages python3 and python3-venv)");
  }

  private Finding gpus() {
    String purpose = "tasks that ask for gpu";
    if (programs().find("nvidia-smi").isPresent()) {
      Answer answer = Programs.ask("nvidia-smi", "-L");
      List<String> cards = answer.text().lines().filter(line -> line.startsWith("GPU ")).toList();
      if (answer.good() && !cards.isEmpty()) {
        String first = cards.getFirst().replaceAll("^GPU \\d+: | \\(UUID.*", "");
        return Finding.ok("GPUs", cards.size() + " (" + first + ")", purpose);
      }
    }
    if (Files.exists(Path.of("/dev/kfd"))) {
      return Finding.ok("GPUs", "AMD, by ROCm", purpose);
    }
    return Finding.missing(
        "GPUs", "none found", purpose, "install the NVIDIA driver, so that nvidia-smi -L works");
  }

  private Finding engine() {
    String purpose = "tasks that need their own image instead of this machine's programs";
    for (String name : List.of("docker", "podman")) {
      if (programs().find(name).isPresent() && Programs.ask(name, "info").good()) {
        return Finding.ok("Containers", Programs.ask(name, "--version").firstLine(), purpose);
      }
    }
    return Finding.missing(
        "Containers", "no Docker or Podman answers", purpose, "install podman or docker");
  }
}
