package io.sesamo.placement.sim;

import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Confidence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Accelerator models that nobody sells, with round figures. */
public final class Chips {

  /** 1,000 TFLOPS, 4,000 GB/s, 1,000 W. */
  public static final Accelerator FAST = of("fast", 1000, 1000, "CUDA");

  /** Half of it in each respect, but for 400 W. */
  public static final Accelerator SLOW = of("slow", 500, 400, "CUDA");

  /** As slow, with another stack, and 250 W. */
  public static final Accelerator OTHER = of("other", 500, 250, "PPU");

  private Chips() {}

  /** One whose bandwidths are to each other as its TFLOPS are. */
  public static Accelerator of(String id, double tflops, double watts, String stack) {
    return new Accelerator(
        id,
        "Nobody",
        id,
        List.of("US"),
        "5 nm",
        OptionalDouble.empty(),
        OptionalDouble.of(tflops),
        OptionalDouble.of(2 * tflops),
        OptionalDouble.empty(),
        OptionalDouble.of(80),
        "HBM3",
        OptionalDouble.of(4 * tflops),
        "",
        OptionalDouble.of(tflops),
        OptionalDouble.of(watts),
        Optional.of(false),
        List.of(stack),
        true,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Confidence.HIGH,
        "made up",
        "");
  }
}
