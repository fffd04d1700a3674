package io.sesamo.model.spec;

import io.sesamo.model.Resources;
import java.util.List;
import java.util.Optional;

/**
 * An entry of {@code resources:}.
 *
 * @param cpu whole cores for one task
 * @param gpuMilli thousandths of accelerators for one task: whole ones, or a part of one
 * @param memory main memory for one task, as written, such as {@code 16Gi}; a number stands as
 *     OSMO's {@code <n>Ki}
 * @param storage local disk for one task, likewise
 * @param platform named kind of node; empty means the pool's default
 * @param nodesExcluded names of nodes not to use
 * @param topology how near each other the tasks of a group must be
 */
public record ResourceSpec(
    Optional<Integer> cpu,
    Optional<Long> gpuMilli,
    Optional<String> memory,
    Optional<String> storage,
    Optional<String> platform,
    List<String> nodesExcluded,
    List<Topology> topology) {

  public static final ResourceSpec DEFAULT =
      new ResourceSpec(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of());

  public ResourceSpec {
    nodesExcluded = List.copyOf(nodesExcluded);
    topology = List.copyOf(topology);
  }

  /** What one task needs; parts that the file leaves out are 0. */
  public Resources amount() {
    return new Resources(
        cpu.orElse(0) * 1000L,
        memory.flatMap(Quantities::bytes).orElse(0L),
        storage.flatMap(Quantities::bytes).orElse(0L),
        gpuMilli.orElse(0L));
  }

  /** {@code gpu} as it is written: a whole number, or a decimal for a part of one. */
  public Optional<Number> gpu() {
    return gpuMilli.map(milli ->
        milli % Resources.WHOLE == 0
            ? (Number) Math.toIntExact(milli / Resources.WHOLE)
            : (Number) (milli / (double) Resources.WHOLE));
  }

  /**
   * Tasks with the same {@code group} share one value of the node label {@code key}.
   *
   * @param required false: preferred
   */
  public record Topology(String key, String group, boolean required) {}
}
