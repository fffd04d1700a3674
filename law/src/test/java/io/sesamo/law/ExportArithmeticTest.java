package io.sesamo.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sesamo.law.ExportArithmetic.Unit;
import io.sesamo.model.catalog.Accelerator;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ExportArithmeticTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);

  /** Figures that regulators and vendors have told of. */
  @Test
  void knownChipsHaveTheirKnownFigures() {
    assertThat(tpp("nvidia-a100-sxm-80")).isCloseTo(4_992, within(1.0));
    assertThat(tpp("nvidia-h100-sxm")).isCloseTo(15_831, within(1.0));
    assertThat(tpp("nvidia-h20")).isCloseTo(2_368, within(1.0));
    assertThat(tpp("amd-mi325x")).isCloseTo(20_919, within(1.0));
    assertThat(ExportArithmetic.performanceDensity(chip("nvidia-h20")).orElseThrow())
        .isCloseTo(2.91, within(0.01));
    assertThat(ExportArithmetic.performanceDensity(chip("nvidia-l20")).orElseThrow())
        .isCloseTo(3.14, within(0.01));
  }

  @Test
  void theHighestLengthCountsAndUnitsAddUp() {
    Unit unit = new Unit(Map.of(16, 100.0, 8, 300.0, 4, 500.0));
    assertThat(ExportArithmetic.totalProcessingPerformance(List.of(unit))).isEqualTo(2_400);
    assertThat(ExportArithmetic.totalProcessingPerformance(List.of(unit, unit, unit)))
        .isEqualTo(7_200);
    assertThat(ExportArithmetic.totalProcessingPerformance(List.of())).isZero();
    assertThatThrownBy(() -> new Unit(Map.of(8, -1.0))).hasMessageContaining("8 bits");
    assertThatThrownBy(() -> ExportArithmetic.performanceDensity(1, 0))
        .hasMessageContaining("area");
  }

  @Test
  void moreOfAnythingIsNeverLess() {
    for (int i = 0; i < 2_000; i++) {
      List<Unit> units = new ArrayList<>();
      for (int n = random.nextInt(1, 5); n > 0; n--) {
        units.add(new Unit(Map.of(16, random.nextDouble(3000), 8, random.nextDouble(3000))));
      }
      double before = ExportArithmetic.totalProcessingPerformance(units);
      units.add(new Unit(Map.of(4, random.nextDouble(3000))));
      assertThat(ExportArithmetic.totalProcessingPerformance(units)).isGreaterThanOrEqualTo(before);
    }
  }

  /** A higher TPP on the same area never leads to a milder verdict. */
  @Test
  void theVerdictIsMonotoneInPerformance() {
    for (int i = 0; i < 3_000; i++) {
      double area = 50 + random.nextDouble(2000);
      double low = random.nextDouble(12_000);
      double high = low + random.nextDouble(12_000);
      boolean datacenter = random.nextBoolean();
      for (String country : List.of("CN", "SA", "AE", "FR")) {
        assertThat(supply(country, high, area, datacenter))
            .as("%s %s %s %s", country, low, high, area)
            .isGreaterThanOrEqualTo(supply(country, low, area, datacenter));
      }
    }
  }

  /** On a day before the licence exceptions for small chips, which are milder on purpose. */
  private static Effect supply(String country, double tpp, double area, boolean datacenter) {
    return Books.OURS
        .judge(
            Facts.of(Action.SUPPLY, LocalDate.of(2024, 1, 10))
                .set(Fact.CHIP_ID, "a-chip")
                .set(Fact.CHIP_DESIGNED_IN, List.of("US"))
                .set(Fact.CHIP_DATACENTER, datacenter)
                .set(Fact.CHIP_TPP, tpp)
                .set(Fact.CHIP_PERFORMANCE_DENSITY, ExportArithmetic.performanceDensity(tpp, area))
                .set(Fact.CHIP_MEMORY_BANDWIDTH, 100.0)
                .set(Fact.CHIP_IO_BANDWIDTH, 64.0)
                .set(Fact.SITE_COUNTRY, country)
                .set(Fact.SITE_STATE_FUNDED, false)
                .set(Fact.OPERATOR_HEADQUARTERS, "FR")
                .set(Fact.OPERATOR_US_EXPOSED, false)
                .build())
        .effect();
  }

  @Test
  void everyAcceleratorHasTheClassThatItsFactsGive() {
    Map<String, String> classes = new TreeMap<>();
    for (Accelerator chip : Books.OURS.catalog().accelerators().values()) {
      Facts facts = Facts.of(Action.USE, TODAY).chip(chip).build();
      classes.put(chip.id(), Classes.words(Books.OURS.judge(facts)));
    }
    assertThat(classes).hasSizeGreaterThanOrEqualTo(40);
    assertThat(classes)
        .containsEntry("nvidia-a100-sxm-80", "3A090.a")
        .containsEntry("nvidia-l4", "3A090.a")
        .containsEntry("nvidia-l20", "not 3A090")
        .containsEntry("nvidia-h20", "not 3A090")
        .containsEntry("nvidia-jetson-thor", "not 3A090")
        .containsEntry("nvidia-jetson-orin-64", "not 3A090")
        .containsEntry("google-tpu-v5e", "3A090.a, 3A090.b or none")
        .containsEntry("amd-mi355x", "3A090.a")
        .containsEntry("huawei-ascend-910c", "3A090.a")
        .containsEntry("huawei-ascend-910b", "3A090.a, 3A090.b or none")
        .containsEntry("thead-zhenwu-810e", "3A090.a, 3A090.b or none")
        .containsEntry("nvidia-rtxpro6000d", "3A090.a, 3A090.b or none");
  }

  private static double tpp(String id) {
    return ExportArithmetic.totalProcessingPerformance(chip(id)).orElseThrow();
  }

  private static Accelerator chip(String id) {
    Accelerator chip = Books.OURS.catalog().accelerators().get(id);
    if (chip == null) {
      throw new IllegalArgumentException(id);
    }
    return chip;
  }
}
