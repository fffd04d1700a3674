package io.sesamo.engine.store;

import java.time.Instant;

/**
 * One call of the API that may have changed something.
 *
 * @param path with what varies in it, without its query
 * @param status of the answer
 * @param request the id under which the server's log speaks of it
 */
public record WriteRow(
    Instant at,
    String person,
    String tenant,
    String method,
    String path,
    int status,
    String request) {}
