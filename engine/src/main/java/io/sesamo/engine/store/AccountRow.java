package io.sesamo.engine.store;

import java.time.Instant;

/**
 * What one attempt of a group took, from when it had its place until its last task was over.
 *
 * @param tenant whose it was; empty: the operator's own
 * @param site of the pool; empty: not known
 * @param emulated whether its accelerators were not there
 * @param model of its accelerators; empty: none, or not known
 * @param acceleratorHours accelerators times hours, whether they worked or waited
 * @param energy that the site drew for its accelerators at full power, kWh; 0: not known
 * @param carbon emitted for that, gCO₂e; 0: not known
 * @param price of its accelerators and of moving its data, USD; 0: not known
 * @param bytes moved to its site
 */
public record AccountRow(
    String workflow,
    String group,
    int attempt,
    String user,
    String tenant,
    String pool,
    String site,
    boolean emulated,
    String model,
    Instant began,
    Instant ended,
    double acceleratorHours,
    double energy,
    double carbon,
    double price,
    long bytes) {}
