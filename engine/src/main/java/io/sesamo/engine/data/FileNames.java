package io.sesamo.engine.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Turns files below a folder into UTF-8 names and back. It goes by the bytes of the name (which a
 * path's URI holds), so that a name means the same whatever locale the server was started in.
 */
public final class FileNames {

  private FileNames() {}

  /**
   * The name of {@code file} relative to {@code folder}, {@code /} between its parts.
   *
   * @throws IOException when the name's bytes are not UTF-8
   */
  static String relative(Path folder, Path file) throws IOException {
    byte[] bytes = unescape(rawPath(file).substring(rawPath(folder).length()));
    try {
      String name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return name.substring(name.startsWith("/") ? 1 : 0);
    } catch (CharacterCodingException notUtf8) {
      throw new IOException("The name of the file '" + file + "' is not UTF-8; rename it", notUtf8);
    }
  }

  /** The file of that relative name below {@code folder}. */
  public static Path resolve(Path folder, String name) {
    StringBuilder uri = new StringBuilder("file://").append(rawPath(folder)).append('/');
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      if (octet == '/') {
        uri.append('/');
      } else {
        uri.append('%').append(String.format("%02X", octet & 0xff));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /** Refuses names that would lead out of the folder they are resolved in. */
  public static void check(String name) throws IOException {
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new IOException("A manifest names the file '" + name + "', which is not allowed");
      }
    }
  }

  private static String rawPath(Path path) {
    String raw = path.toUri().getRawPath();
    return raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
  }

  private static byte[] unescape(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(raw.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
