package io.sesamo.model.catalog;

/**
 * A country or territory.
 *
 * @param code ISO 3166-1 alpha-2
 * @param name short English name
 */
public record Country(String code, String name) {}
