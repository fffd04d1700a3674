package io.sesamo.model.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a task says to Sesamo alone, under the key {@code sesamo}, which OSMO's files do not have.
 *
 * @param retries how often the task's group is tried again after its program failed
 * @param accelerators which accelerators the task can run on, best first; empty means any
 * @param data where what the task reads comes from
 * @param deadline when the task should be done
 * @param duration how long it usually runs: once for anywhere, or for one or several models; empty
 *     when nothing is said of it
 * @param acceleratorMemory how much each of its accelerators must have, or the part of one that it
 *     asks for, as written, such as {@code 24Gi}
 * @param outputSize how much it stores, as written, such as {@code 20Gi}
 */
public record SesamoTask(
    Optional<Retries> retries,
    List<Accelerator> accelerators,
    Data data,
    Optional<Deadline> deadline,
    List<RunTime> duration,
    Optional<String> acceleratorMemory,
    Optional<String> outputSize) {

  public static final SesamoTask NONE =
      new SesamoTask(
          Optional.empty(),
          List.of(),
          new Data(List.of(), List.of()),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  public SesamoTask {
    accelerators = List.copyOf(accelerators);
    duration = List.copyOf(duration);
  }

  /** How many bytes each accelerator must have; 0 where it does not say. */
  public long acceleratorMemoryBytes() {
    return acceleratorMemory.flatMap(Quantities::bytes).orElse(0L);
  }

  /** How many bytes it stores; 0 where it does not say. */
  public long outputBytes() {
    return outputSize.flatMap(Quantities::bytes).orElse(0L);
  }

  /**
   * How long a task runs.
   *
   * @param on a model of the catalogue; empty: anywhere
   */
  public record RunTime(Duration time, Optional<String> on) {}

  /**
   * Tries after a failure of the program.
   *
   * @param limit tries besides the first, 0 to 100
   * @param backoff before the second try, and twice as long before each further one; empty means
   *     the engine's default
   */
  public record Retries(int limit, Optional<Duration> backoff) {}

  /**
   * A kind of accelerator that the task can run on, and what it then runs where that differs.
   *
   * @param model an accelerator model of the catalogue; empty when {@code stack} is given
   * @param stack a software stack such as {@code cuda} or {@code rocm}; empty when {@code model} is
   *     given
   * @param image instead of the task's image
   * @param command instead of the task's command; empty means the task's
   * @param args instead of the task's arguments, where {@code command} is given
   */
  public record Accelerator(
      Optional<String> model,
      Optional<String> stack,
      Optional<String> image,
      List<String> command,
      List<String> args) {

    public Accelerator {
      command = List.copyOf(command);
      args = List.copyOf(args);
    }
  }

  /**
   * Where what a task reads comes from.
   *
   * @param countries ISO 3166-1 alpha-2 codes
   * @param categories kinds of data, such as {@code personal} or {@code biometric}
   */
  public record Data(List<String> countries, List<String> categories) {
    public Data {
      countries = List.copyOf(countries);
      categories = List.copyOf(categories);
    }
  }

  /** When a task should be done. */
  public sealed interface Deadline {

    /** At a moment. */
    record At(Instant at) implements Deadline {}

    /** So long after the workflow was submitted. */
    record After(Duration after) implements Deadline {}
  }
}
