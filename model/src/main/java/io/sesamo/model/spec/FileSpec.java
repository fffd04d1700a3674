package io.sesamo.model.spec;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A file that is in place before the task starts.
 *
 * @param path absolute, inside the task's file system
 * @param contents text, or base64 when {@code base64}
 */
public record FileSpec(String path, String contents, boolean base64) {

  /** The file's bytes. The reader has checked that base64 contents decode. */
  public byte[] bytes() {
    return base64
        ? Base64.getMimeDecoder().decode(contents)
        : contents.getBytes(StandardCharsets.UTF_8);
  }
}
