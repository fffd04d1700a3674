package io.sesamo.model.spec;

/**
 * A JSON file of key figures.
 *
 * @param index which of the task's outputs holds it
 * @param path relative to the output folder
 */
public record KpiSpec(int index, String path) {}
