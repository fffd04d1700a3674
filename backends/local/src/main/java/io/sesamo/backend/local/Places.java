package io.sesamo.backend.local;

import java.util.function.IntFunction;

/**
 * Where the task's command finds its folders.
 *
 * @param workspace its working and home folder
 * @param input of an index
 */
record Places(String output, IntFunction<String> input, String workspace, String temporary) {

  /** As on every OSMO pool. */
  static final Places OSMO =
      new Places(
          "/osmo/data/output", index -> "/osmo/data/input/" + index, "/osmo/run/workspace", "/tmp");
}
