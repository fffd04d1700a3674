package io.sesamo.model.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes the version of a catalogue from all files that were read for it. Equal files give an equal
 * version on every machine, whatever folder they lie in and however their lines end. Not
 * thread-safe.
 */
public final class CatalogDigest {

  private static final int DIGITS = 12;

  /** A file's name in its folder, and what stands in it. */
  private record Part(String title, String text) {}

  private final List<Part> parts = new ArrayList<>();

  /**
   * Adds a file. Of files with the same title, their order counts.
   *
   * @param title its name in its folder, as in {@code sites.csv} or {@code rules/us.yaml}
   */
  public CatalogDigest add(String title, String text) {
    parts.add(new Part(title, text.replace("\r\n", "\n")));
    return this;
  }

  /**
   * The day and a digest, as in {@code 2026-11-23+0123456789ab}.
   *
   * @param asOf the day to which the facts were collected
   */
  public String version(LocalDate asOf) {
    MessageDigest digest = sha256();
    parts.sort(Comparator.comparing(Part::title)); // stable
    for (Part part : parts) {
      // With the lengths, so that no two sets of files make the same bytes.
      byte[] text = part.text().getBytes(StandardCharsets.UTF_8);
      String head = part.title().length() + ":" + part.title() + ":" + text.length + ":";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(text);
    }
    return asOf + "+" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
