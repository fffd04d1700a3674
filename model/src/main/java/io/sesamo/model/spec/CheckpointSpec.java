package io.sesamo.model.spec;

import java.time.Duration;

/** A folder that is uploaded every {@code frequency} while the task runs. */
public record CheckpointSpec(String path, String url, Duration frequency, String regex) {}
