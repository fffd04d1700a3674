package io.sesamo.model.catalog;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A place under one jurisdiction where a cloud runs, or will run, accelerators.
 *
 * @param id as in {@code eu-central-1}
 * @param city for people
 * @param country ISO 3166-1 alpha-2
 * @param latitude in degrees, −90 to 90
 * @param longitude in degrees, −180 to 180
 * @param status as in open, closing, announced
 * @param zones availability zones
 * @param electricityPrice in USD/kWh
 * @param electricityConfidence of that price
 * @param carbonIntensity of the grid, gCO₂e/kWh
 * @param carbonYear of that figure
 * @param pue power usage effectiveness, 1 or more
 * @param waterStress in words; empty: unknown
 * @param stateFunded whether a state pays for a part of it; empty: unknown
 * @param announced of September 2025: new, expand, or empty
 * @param confidence of the row as a whole
 * @param source where the facts are from
 */
public record Site(
    String id,
    String city,
    String country,
    double latitude,
    double longitude,
    String status,
    OptionalInt zones,
    OptionalDouble electricityPrice,
    Confidence electricityConfidence,
    OptionalDouble carbonIntensity,
    OptionalInt carbonYear,
    OptionalDouble pue,
    String waterStress,
    Optional<Boolean> stateFunded,
    String announced,
    Confidence confidence,
    String source) {}
