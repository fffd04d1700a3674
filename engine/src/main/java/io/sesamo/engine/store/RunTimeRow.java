package io.sesamo.engine.store;

import java.time.Duration;

/**
 * How long completed runs took.
 *
 * @param workflow its name, without the number
 * @param model of its accelerators; empty: none, or not known
 * @param runs so many
 * @param total of them together
 */
public record RunTimeRow(String workflow, String group, String model, int runs, Duration total) {}
