package io.sesamo.engine.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name of a file below a folder. It goes by the bytes of the name (which a path's URI holds),
 * so that a name means the same whatever locale the server was started in.
 *
 * @param text relative, {@code /} between its parts; a byte that is not UTF-8 stands as {@code
 *     \xFF}
 * @param bytes the same in hexadecimal, where they are not UTF-8; else empty
 */
public record FileName(String text, Optional<String> bytes) implements Comparable<FileName> {

  private static final HexFormat HEX = HexFormat.of();

  /** As long as one byte that is not UTF-8 gets. */
  private static final int LONGEST = 4;

  private static final Comparator<FileName> BY_NAME =
      Comparator.comparing(FileName::text).thenComparing(name -> name.bytes().orElse(""));

  /** One that is UTF-8. */
  public static FileName of(String text) {
    return new FileName(text, Optional.empty());
  }

  /** The name of {@code file} relative to {@code folder}. */
  static FileName of(Path folder, Path file) {
    byte[] bytes = unescape(rawPath(file).substring(rawPath(folder).length()));
    int slash = bytes.length > 0 && bytes[0] == '/' ? 1 : 0;
    return of(ByteBuffer.wrap(bytes, slash, bytes.length - slash).slice());
  }

  private static FileName of(ByteBuffer name) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(name.remaining() * LONGEST);
    boolean odd = false;
    ByteBuffer rest = name.duplicate();
    for (CoderResult result = decoder.decode(rest, text, true);
        !result.isUnderflow();
        result = decoder.decode(rest, text, true)) {
      odd = true;
      for (int i = 0; i < result.length(); i++) {
        text.put("\\x%02X".formatted(rest.get()));
      }
    }
    byte[] bytes = new byte[name.remaining()];
    name.get(name.position(), bytes);
    return new FileName(
        text.flip().toString(), odd ? Optional.of(HEX.formatHex(bytes)) : Optional.empty());
  }

  /** The file of that name below {@code folder}. */
  public Path in(Path folder) {
    StringBuilder uri = new StringBuilder("file://").append(rawPath(folder)).append('/');
    for (byte octet : octets()) {
      if (octet == '/') {
        uri.append('/');
      } else {
        uri.append('%').append(String.format("%02X", octet & 0xff));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  private byte[] octets() {
    return bytes.map(HEX::parseHex).orElseGet(() -> text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Refuses names that would lead out of the folder they are resolved in, or whose text is not that
   * of their bytes.
   */
  public FileName checked() throws IOException {
    if (!isAllowed()) {
      throw new IOException("A manifest names the file '" + text + "', which is not allowed");
    }
    return this;
  }

  private boolean isAllowed() {
    try {
      if (bytes.isPresent() && !of(ByteBuffer.wrap(octets())).equals(this)) {
        return false;
      }
    } catch (IllegalArgumentException notHexadecimal) {
      return false;
    }
    for (String part : new String(octets(), StandardCharsets.ISO_8859_1).split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        return false;
      }
    }
    return true;
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

  @Override
  public int compareTo(FileName other) {
    return BY_NAME.compare(this, other);
  }

  /** For people. */
  @Override
  public String toString() {
    return text;
  }
}
