package io.sesamo.engine.store;

import java.time.Instant;

/** A part of the fleet that is drained, by its name. */
public record DrainRow(String name, String reason, String by, Instant at) {}
