package io.sesamo.law;

import io.sesamo.model.catalog.Accelerator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The measures by which export control classifies chips: 15 CFR 774 Supplement 1, ECCN 3A090,
 * technical notes 1 to 4, in the text in force since 2023-11-17 (88 FR 73458). The thresholds are
 * rules of the catalogue, with their dates.
 */
public final class ExportArithmetic {

  private ExportArithmetic() {}

  /**
   * One processing unit of a chip.
   *
   * @param tops dense operations a second, in units of 10¹², by the bit length of the operation; a
   *     multiplication with its accumulation counts as two
   */
  public record Unit(Map<Integer, Double> tops) {
    public Unit {
      tops = Map.copyOf(tops);
      tops.forEach((bits, rate) -> {
        if (bits <= 0 || !(rate >= 0) || rate.isInfinite()) {
          throw new IllegalArgumentException("TOPS of " + bits + " bits cannot be " + rate);
        }
      });
    }

    /** TOPS × bits, the highest over all lengths; 0 without any. */
    double performance() {
      return tops.entrySet().stream()
          .mapToDouble(entry -> entry.getKey() * entry.getValue())
          .max()
          .orElse(0);
    }
  }

  /**
   * Total processing performance: the sum over a chip's units of TOPS × bit length, each at the
   * length where that is highest.
   */
  public static double totalProcessingPerformance(List<Unit> units) {
    return units.stream().mapToDouble(Unit::performance).sum();
  }

  /**
   * Performance density, TPP / mm².
   *
   * @param dieArea in mm², of dies made on a non-planar node; above 0
   */
  public static double performanceDensity(double tpp, double dieArea) {
    if (!(dieArea > 0)) {
      throw new IllegalArgumentException("a die has an area, not " + dieArea);
    }
    return tpp / dieArea;
  }

  /** TPP from an accelerator's published rates; where there are none, as its source says. */
  public static OptionalDouble totalProcessingPerformance(Accelerator chip) {
    OptionalDouble highest =
        Stream.of(times(chip.fp16(), 16), times(chip.eightBit(), 8), times(chip.fp4(), 4))
            .flatMapToDouble(OptionalDouble::stream)
            .max();
    return highest.isPresent() ? highest : chip.tpp();
  }

  private static OptionalDouble times(OptionalDouble tops, int bits) {
    return tops.isPresent()
        ? OptionalDouble.of(new Unit(Map.of(bits, tops.getAsDouble())).performance())
        : tops;
  }

  /** Performance density; empty where the rate or the area is not published. */
  public static OptionalDouble performanceDensity(Accelerator chip) {
    OptionalDouble tpp = totalProcessingPerformance(chip);
    return tpp.isPresent() && chip.dieArea().isPresent()
        ? OptionalDouble.of(performanceDensity(tpp.getAsDouble(), chip.dieArea().getAsDouble()))
        : chip.performanceDensity();
  }
}
