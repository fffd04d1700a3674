package io.sesamo.model.catalog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A chip model. An empty figure is not published; it is unknown, not zero.
 *
 * @param id as in {@code nvidia-h20}
 * @param vendor who sells it
 * @param name as people know it
 * @param designedIn countries of its designer's headquarters, ISO 3166-1 alpha-2
 * @param process of fabrication
 * @param dieArea applicable die area in mm², that is of dies made on a non-planar node (15 CFR 774
 *     Supp. 1, 3A090 Note 3)
 * @param fp16 dense 16-bit floating-point TFLOPS
 * @param eightBit dense 8-bit TOPS, the larger of FP8 and INT8
 * @param fp4 dense 4-bit TFLOPS
 * @param memory in GB (10⁹ bytes)
 * @param memoryType as in HBM3e
 * @param memoryBandwidth in GB/s (10⁹ bytes)
 * @param interconnect by name
 * @param interconnectBandwidth aggregate, both directions, in GB/s
 * @param power thermal design power in W
 * @param rendersImages whether it has ray-tracing units; empty: unknown
 * @param stacks software that runs on it, as in CUDA
 * @param datacenter whether it is designed or marketed for data centres
 * @param tpp total processing performance as published or computed by the source, TOPS × bits
 * @param performanceDensity TPP / mm², likewise
 * @param confidence of the row as a whole
 * @param source where the figures are from
 * @param notes what else is to be known
 */
public record Accelerator(
    String id,
    String vendor,
    String name,
    List<String> designedIn,
    String process,
    OptionalDouble dieArea,
    OptionalDouble fp16,
    OptionalDouble eightBit,
    OptionalDouble fp4,
    OptionalDouble memory,
    String memoryType,
    OptionalDouble memoryBandwidth,
    String interconnect,
    OptionalDouble interconnectBandwidth,
    OptionalDouble power,
    Optional<Boolean> rendersImages,
    List<String> stacks,
    boolean datacenter,
    OptionalDouble tpp,
    OptionalDouble performanceDensity,
    Confidence confidence,
    String source,
    String notes) {

  public Accelerator {
    designedIn = List.copyOf(designedIn);
    stacks = List.copyOf(stacks);
  }
}
