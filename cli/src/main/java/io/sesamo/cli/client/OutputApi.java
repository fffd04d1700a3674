package io.sesamo.cli.client;

import io.sesamo.engine.data.FileName;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * What the commands ask of a server about the files that tasks have stored. Methods throw {@link
 * ServerException} when it refuses.
 *
 * @param http the server
 */
public record OutputApi(Http http) {

  /**
   * A file that a task has stored.
   *
   * @param name relative
   * @param sha256 of its bytes, hexadecimal
   * @param size in bytes
   */
  public record StoredFile(FileName name, String sha256, long size, boolean executable) {}

  /**
   * Some of them.
   *
   * @param manifest names the whole output
   * @param more whether others come after these
   */
  public record Page(String manifest, List<StoredFile> files, boolean more) {
    public Page {
      files = List.copyOf(files);
    }
  }

  /** The files of a task from one on, so many as the server gives at a time. */
  public Page files(String workflow, String task, int offset) throws IOException {
    Json answer = http.get(root(workflow, task) + "?offset=" + offset);
    List<StoredFile> files =
        answer.get("files").items().stream()
            .map(file ->
                new StoredFile(
                    new FileName(
                        file.get("path").text(),
                        Optional.of(file.get("path_bytes").text())
                            .filter(bytes -> !bytes.isEmpty())),
                    file.get("sha256").text(),
                    file.get("size").number(),
                    file.get("executable").isTrue()))
            .toList();
    return new Page(answer.get("manifest").text(), files, answer.get("more_entries").isTrue());
  }

  /** Writes the bytes of a file somewhere. */
  public void read(String workflow, String task, StoredFile file, OutputStream target)
      throws IOException {
    http.bytes(root(workflow, task) + "/" + Http.encode(file.sha256()), target);
  }

  private static String root(String workflow, String task) {
    return "/api/sesamo/v1/workflow/" + Http.encode(workflow) + "/outputs/" + Http.encode(task);
  }
}
