package io.sesamo.engine.store;

import java.time.Instant;
import java.util.UUID;

/**
 * A workflow file that somebody keeps under a name.
 *
 * @param tenant of its owner; empty: none
 * @param owner who made it
 * @param latest the number of its latest version; 0: every one was deleted
 */
public record AppRow(
    UUID uuid,
    String name,
    String tenant,
    String owner,
    String description,
    Instant createdAt,
    int latest) {}
