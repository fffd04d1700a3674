package io.sesamo.backend.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How this machine serves as a pool.
 *
 * @param pool the pool's name
 * @param state folder for launches, runtimes and the like
 * @param inputRoots folders that {@code file://} inputs may be read from, with all below them
 * @param outputRoots folders that {@code file://} outputs may be written to, with all below them
 * @param images what runs an image; the first that fits wins
 * @param otherImages what happens to an image that no entry of {@code images} fits
 * @param physicalAi folder of the Physical-AI suite's sources; empty: this pool does not offer it
 * @param isolation whether tasks may run without a sandbox
 * @param cores how many CPU cores the pool offers, which may be more than the machine has; empty:
 *     as many as it has
 * @param processes how many processes and threads a task may have at a time
 * @param logBytes how long a task's log may be; standard output and errors may take half each
 * @param emulatedTasks how many tasks of emulated pools run here at a time; empty: twice as many as
 *     the machine has cores, and at least 4
 * @param network whose network a task has
 */
public record LocalConfig(
    String pool,
    Path state,
    List<Path> inputRoots,
    List<Path> outputRoots,
    List<ImageRule> images,
    OtherImages otherImages,
    Optional<Path> physicalAi,
    Isolation isolation,
    OptionalInt cores,
    int processes,
    long logBytes,
    OptionalInt emulatedTasks,
    Network network) {

  /** Longer logs are cut unless the operator says otherwise: 256 MiB. */
  private static final long USUAL_LOG = 256L << 20;

  /** Enough for any program, and too few to harm a machine. */
  private static final int USUAL_PROCESSES = 4096;

  public LocalConfig {
    state = state.toAbsolutePath().normalize();
    inputRoots = List.copyOf(inputRoots);
    outputRoots = List.copyOf(outputRoots);
    images = List.copyOf(images);
  }

  /** The usual pool: named {@code default}, no folders opened, the Physical-AI suite's image. */
  public static LocalConfig of(Path state, Optional<Path> physicalAi) {
    return new LocalConfig(
        "default",
        state,
        List.of(),
        List.of(),
        List.of(new ImageRule("sesamo/physical-ai:*", RuntimeKind.PHYSICAL_AI)),
        OtherImages.ON_THIS_SYSTEM,
        physicalAi,
        Isolation.WHERE_POSSIBLE,
        OptionalInt.empty(),
        USUAL_PROCESSES,
        USUAL_LOG,
        OptionalInt.empty(),
        Network.MACHINE);
  }

  public LocalConfig withRoots(List<Path> inputs, List<Path> outputs) {
    return but(other -> {
      other.inputRoots = inputs;
      other.outputRoots = outputs;
    });
  }

  public LocalConfig withOtherImages(OtherImages rule) {
    return but(other -> other.otherImages = rule);
  }

  public LocalConfig withIsolation(Isolation wanted) {
    return but(other -> other.isolation = wanted);
  }

  public LocalConfig withCores(int offered) {
    return but(other -> other.cores = OptionalInt.of(offered));
  }

  public LocalConfig withProcesses(int most) {
    return but(other -> other.processes = most);
  }

  public LocalConfig withLogBytes(long most) {
    return but(other -> other.logBytes = most);
  }

  public LocalConfig withEmulatedTasks(int most) {
    return but(other -> other.emulatedTasks = OptionalInt.of(most));
  }

  public LocalConfig withNetwork(Network wanted) {
    return but(other -> other.network = wanted);
  }

  /** The same, but for what is changed. */
  private LocalConfig but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new LocalConfig(
        pool,
        state,
        draft.inputRoots,
        draft.outputRoots,
        images,
        draft.otherImages,
        physicalAi,
        draft.isolation,
        draft.cores,
        draft.processes,
        draft.logBytes,
        draft.emulatedTasks,
        draft.network);
  }

  /** What can be changed, while it is. */
  private static final class Draft {
    private List<Path> inputRoots;
    private List<Path> outputRoots;
    private OtherImages otherImages;
    private Isolation isolation;
    private OptionalInt cores;
    private int processes;
    private long logBytes;
    private OptionalInt emulatedTasks;
    private Network network;

    Draft(LocalConfig before) {
      inputRoots = before.inputRoots;
      outputRoots = before.outputRoots;
      otherImages = before.otherImages;
      isolation = before.isolation;
      cores = before.cores;
      processes = before.processes;
      logBytes = before.logBytes;
      emulatedTasks = before.emulatedTasks;
      network = before.network;
    }
  }

  /**
   * What runs the images of a pattern.
   *
   * @param pattern an image, in which {@code *} stands for any text
   */
  public record ImageRule(String pattern, RuntimeKind runtime) {

    boolean fits(String image) {
      String[] parts = pattern.split("\\*", -1);
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < parts.length; i++) {
        regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
      }
      return image.matches(regex.toString());
    }
  }

  /** What a task finds when it runs. */
  public enum RuntimeKind {
    /** This machine's own system. */
    THIS_SYSTEM,
    /** This machine's own system with the Python of the Physical-AI suite. */
    PHYSICAL_AI,
    /** The image itself, by Docker or Podman. */
    CONTAINER
  }

  /** What happens to images that have no rule. */
  public enum OtherImages {
    /** A working Docker or Podman runs them, else this machine's own system, with a warning. */
    ON_THIS_SYSTEM,
    /** A working Docker or Podman runs them, else they are refused. */
    STRICT
  }

  /** Whether a sandbox is a must. */
  public enum Isolation {
    /** Bubblewrap, or no pool is opened. */
    REQUIRED,
    /** Bubblewrap where it works; else tasks run with the server's own rights. */
    WHERE_POSSIBLE,
    /** Tasks run with the server's own rights. */
    NONE
  }

  /** Whose network a task has. */
  public enum Network {
    /** The machine's: its ports are those of all tasks. */
    MACHINE,
    /** One for each group; it takes a sandbox, a server that is run by root, and pasta. */
    GROUP
  }
}
