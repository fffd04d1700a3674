package io.sesamo.placement.packing;

/**
 * A kind of demand and how much of all demands it is.
 *
 * @param share 0..1
 */
public record TypicalDemand(Demand demand, double share) {}
