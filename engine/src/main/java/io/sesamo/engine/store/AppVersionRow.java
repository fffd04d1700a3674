package io.sesamo.engine.store;

import java.time.Instant;

/**
 * A version of an app.
 *
 * @param number from 1
 * @param deleted its file is gone, its number stays taken
 */
public record AppVersionRow(int number, Instant createdAt, String createdBy, boolean deleted) {}
