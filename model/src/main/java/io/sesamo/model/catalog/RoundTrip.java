package io.sesamo.model.catalog;

/**
 * The time for a packet from one site to another and back.
 *
 * @param from site
 * @param to site
 * @param milliseconds of round-trip time
 * @param kilometres along the great circle
 * @param method how the time is known: measured at a proxy, or estimated and from what
 */
public record RoundTrip(
    String from,
    String to,
    double milliseconds,
    double kilometres,
    Confidence confidence,
    String method) {}
