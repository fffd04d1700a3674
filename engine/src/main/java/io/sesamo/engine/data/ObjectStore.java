package io.sesamo.engine.data;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/**
 * Content-addressed store of task outputs: each object is named by the SHA-256 of its bytes, so an
 * object never changes and is stored once. Thread-safe; crash-safe: an object is there whole or not
 * at all.
 */
public interface ObjectStore {

  /**
   * Stores every file of {@code folder}, verifies it, and returns the manifest's id; when it
   * returns, all is durable. The folder stays as it is.
   *
   * @throws IOException with a message for people when a file cannot be read or stored, or is
   *     neither a regular file, nor a folder, nor a link to one inside {@code folder}
   */
  ManifestId store(Path folder) throws IOException;

  /**
   * The manifest of that id.
   *
   * @throws IOException when it is not there or damaged
   */
  Manifest manifest(ManifestId id) throws IOException;

  /**
   * A folder with exactly the files of the manifest, made without copying where the file system
   * allows, shared by all readers, who must not write to it.
   *
   * @throws IOException when an object is missing or has another size than the manifest says
   */
  Path tree(ManifestId id) throws IOException;

  /**
   * Writes copies of the manifest's files into {@code target}, checking each one's SHA-256.
   *
   * @throws IOException when an object is damaged, or {@code target} cannot be written
   */
  void copy(ManifestId id, Path target) throws IOException;

  /** Whether the manifest is there; its objects are then, too, unless they were damaged. */
  boolean has(ManifestId id);

  /**
   * Removes what is not in use: objects that no manifest of {@code live} names, and the folders
   * made of them.
   *
   * @param before what was stored later stays: its task's end may not be known yet
   * @param dryRun whether everything stays, and is only counted
   * @throws IOException when the store cannot be read, or something cannot be removed; what was
   *     removed by then was not in use
   */
  Collected collect(Set<ManifestId> live, Instant before, boolean dryRun) throws IOException;
}
