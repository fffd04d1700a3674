package io.sesamo.engine.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a number of attempts took together.
 *
 * @param key by what they were put together, such as {@code tenant: acme}
 * @param attempts of groups
 * @param acceleratorHours accelerators times hours
 * @param energy kWh
 * @param carbon gCO₂e
 * @param price USD
 * @param bytes moved between sites
 * @param emulated whether some of it was taken of accelerators that are not there
 */
public record UsageRow(
    Map<String, String> key,
    long attempts,
    double acceleratorHours,
    double energy,
    double carbon,
    double price,
    long bytes,
    boolean emulated) {

  public UsageRow {
    key = new LinkedHashMap<>(key);
  }
}
