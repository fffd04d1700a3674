package io.sesamo.engine.data;

/**
 * What a collection removed, or would remove.
 *
 * @param objects files of the store
 * @param trees folders made of them for readers
 * @param bytes of the objects; what the disk gains is less where something else links to them
 */
public record Collected(long objects, long trees, long bytes) {}
