package io.sesamo.placement;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What placement knows of a site. What is empty is unknown.
 *
 * @param id of the site
 * @param city for people; may be empty
 * @param country ISO 3166-1 alpha-2
 * @param electricity price in USD/kWh
 * @param carbon intensity of the grid, gCO₂e/kWh
 * @param pue power usage effectiveness: what the site draws for each kWh that its machines draw
 */
public record SiteFacts(
    String id,
    String city,
    Optional<String> country,
    OptionalDouble electricity,
    OptionalDouble carbon,
    OptionalDouble pue) {

  /** One of which nothing is known but its name. */
  public static SiteFacts unknown(String id) {
    return new SiteFacts(
        id,
        "",
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
