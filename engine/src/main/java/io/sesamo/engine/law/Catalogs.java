package io.sesamo.engine.law;

import io.sesamo.engine.store.LawStore;
import io.sesamo.law.LawArchive;
import io.sesamo.law.LawBook;
import io.sesamo.law.LawReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Catalogues as they are kept: the texts of their files, as JSON, gzip'd. */
final class Catalogs {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<List<Map<String, String>>> TEXTS = new TypeReference<>() {};

  private Catalogs() {}

  static byte[] pack(List<Map<String, String>> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(MAPPER.writeValueAsBytes(texts));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The book that is kept under a version; empty when there is none that can be read. */
  static Optional<LawBook> kept(LawStore store, String version) {
    return store.catalog(version).flatMap(Catalogs::unpack);
  }

  private static Optional<LawBook> unpack(byte[] files) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(files))) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return switch (LawArchive.book(MAPPER.readValue(json, TEXTS))) {
        case LawReader.Result.Accepted accepted -> Optional.of(accepted.book());
        case LawReader.Result.Refused refused -> Optional.empty();
      };
    } catch (IOException | RuntimeException notKeptSo) {
      return Optional.empty();
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
