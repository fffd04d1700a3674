package io.sesamo.backend.local;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts {@code ****} in the place of secrets in what a task says. A secret of six characters or more
 * is hidden as it is, each line of it by itself, in base64 (also in the middle of a longer text, as
 * in the header of basic authentication), and percent-encoded. It is not found where a program has
 * changed it in another way: cut it in pieces, turned it round, written it in hexadecimal digits,
 * compressed it, or broken its base64 into lines.
 *
 * <p>It reads a stream once and holds back no more than what may be the beginning of a secret: a
 * line without one goes on at once.
 */
final class Mask {

  /** Nothing is hidden. */
  static final Mask NONE = new Mask(List.of());

  /** Shorter ones are words that a task may well say for other reasons. */
  private static final int SHORTEST = 6;

  private static final byte[] HIDDEN = "****".getBytes(StandardCharsets.US_ASCII);

  /**
   * What is not percent-encoded, besides letters and digits: by RFC 3986, section 2.3; by Python's
   * {@code quote}; in forms of HTML (Java's {@code URLEncoder}); by JavaScript's {@code
   * encodeURIComponent}.
   */
  private static final List<String> KEPT_IN_URLS = List.of("-._~", "-._~/", "-._*", "-._~!*'()");

  private static final int BITS_OF_BASE64 = 6;

  /** Of what was found: a secret may begin there, and what comes next will tell. */
  private static final int UNDECIDED = -1;

  /** By that many first bytes patterns are looked up; none is shorter. */
  private static final int BEGIN = 3;

  /** By their first byte, and by their first {@link #BEGIN}; the longest first. */
  private final Map<Integer, List<byte[]>> patterns = new HashMap<>();

  private Mask(Collection<byte[]> all) {
    all.stream()
        .sorted(Comparator.comparingInt((byte[] pattern) -> -pattern.length))
        .forEach(pattern -> {
          for (int length : new int[] {1, BEGIN}) {
            patterns
                .computeIfAbsent(begin(pattern, 0, length), key -> new ArrayList<>())
                .add(pattern);
          }
        });
  }

  /** The bytes there as a number, after a one. */
  private static int begin(byte[] bytes, int at, int length) {
    int begin = 1;
    for (int i = at; i < at + length; i++) {
      begin = begin << Byte.SIZE | (bytes[i] & 0xff);
    }
    return begin;
  }

  static Mask of(Collection<String> secrets) {
    Set<String> texts = new LinkedHashSet<>();
    for (String secret : secrets) {
      addForms(secret.strip(), texts);
      secret.lines().map(String::strip).forEach(line -> addForms(line, texts));
    }
    return texts.isEmpty()
        ? NONE
        : new Mask(texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private static void addForms(String secret, Set<String> texts) {
    if (secret.codePointCount(0, secret.length()) < SHORTEST) {
      return;
    }
    texts.add(secret);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (String kept : KEPT_IN_URLS) {
      for (HexFormat digits : List.of(HexFormat.of().withUpperCase(), HexFormat.of())) {
        String encoded = percentEncoded(bytes, kept, digits);
        texts.add(encoded);
        texts.add(encoded.replace("%20", "+")); // as in forms
      }
    }
    for (int before = 0; before < 3; before++) {
      String base64 = base64(bytes, before);
      texts.add(base64);
      texts.add(base64.replace('+', '-').replace('/', '_')); // as in URLs (RFC 4648, section 5)
    }
  }

  private static String percentEncoded(byte[] bytes, String kept, HexFormat digits) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : bytes) {
      char letter = (char) (each & 0xff);
      boolean plain =
          letter < 128 && (Character.isLetterOrDigit(letter) || kept.indexOf(letter) >= 0);
      encoded.append(plain ? String.valueOf(letter) : "%" + digits.toHexDigits(each));
    }
    return encoded.toString();
  }

  /** The digits that depend on these bytes alone, when so many others stand before them. */
  private static String base64(byte[] bytes, int before) {
    byte[] all = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, all, before, bytes.length);
    int from = (before * Byte.SIZE + BITS_OF_BASE64 - 1) / BITS_OF_BASE64;
    int to = all.length * Byte.SIZE / BITS_OF_BASE64;
    return Base64.getEncoder().encodeToString(all).substring(from, to);
  }

  /** A text without the secrets. */
  String hide(String text) {
    Stream stream = new Stream();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream shown = new ByteArrayOutputStream(bytes.length);
    shown.writeBytes(stream.take(bytes, bytes.length));
    shown.writeBytes(stream.end());
    return shown.toString(StandardCharsets.UTF_8);
  }

  /** One stream that is read in pieces. Not thread-safe. */
  final class Stream {

    private byte[] held = {};

    /** What may be shown once these bytes have come. */
    byte[] take(byte[] bytes, int count) {
      byte[] all = Arrays.copyOf(held, held.length + count);
      System.arraycopy(bytes, 0, all, held.length, count);
      return show(all, false);
    }

    /** What is left; nothing more will come. */
    byte[] end() {
      return show(held, true);
    }

    private byte[] show(byte[] all, boolean ended) {
      ByteArrayOutputStream shown = new ByteArrayOutputStream(all.length);
      int from = 0;
      for (int i = 0; i < all.length; ) {
        int length = found(all, i, ended);
        if (length == 0) {
          i++;
          continue;
        }
        shown.write(all, from, i - from);
        if (length == UNDECIDED) {
          held = Arrays.copyOfRange(all, i, all.length);
          return shown.toByteArray();
        }
        shown.writeBytes(HIDDEN);
        i += length;
        from = i;
      }
      shown.write(all, from, all.length - from);
      held = new byte[0];
      return shown.toByteArray();
    }

    /** How long the secret is that begins there; 0: there is none. */
    private int found(byte[] all, int at, boolean ended) {
      int length = at + BEGIN <= all.length ? BEGIN : 1;
      for (byte[] pattern : patterns.getOrDefault(begin(all, at, length), List.of())) {
        int there = Math.min(pattern.length, all.length - at);
        if ((there == pattern.length || !ended)
            && Arrays.equals(all, at, at + there, pattern, 0, there)) {
          return there == pattern.length ? there : UNDECIDED;
        }
      }
      return 0;
    }
  }
}
