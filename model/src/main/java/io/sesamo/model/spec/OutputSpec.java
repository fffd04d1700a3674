package io.sesamo.model.spec;

/** A URL that the task's output folder is copied to; {@code regex} picks files, empty means all. */
public record OutputSpec(String url, String regex) {}
