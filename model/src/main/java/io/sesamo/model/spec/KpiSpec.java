package io.sesamo.model.spec;

/**
 * A JSON file of key figures.
 *
 * @param index names the figures, as in OSMO
 * @param path relative to the output folder
 */
public record KpiSpec(String index, String path) {}
