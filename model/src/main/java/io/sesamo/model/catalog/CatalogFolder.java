package io.sesamo.model.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A folder with files of the catalogue: ours of the release, an operator's, or one of earlier. */
public sealed interface CatalogFolder {

  /** No file of the catalogue has more bytes. */
  int MOST_BYTES = 8 << 20;

  /** How its file of that name is called in messages. */
  String title(String file);

  /**
   * What stands in one of its files; empty: it has no such file.
   *
   * @throws CharacterCodingException when it is not UTF-8
   * @throws IOException when it cannot be read, is no file, or has more than {@link #MOST_BYTES}
   */
  Optional<String> read(String file) throws IOException;

  /** Ours. */
  record Shipped() implements CatalogFolder {
    @Override
    public String title(String file) {
      return "catalog/" + file;
    }

    @Override
    public Optional<String> read(String file) throws IOException {
      try (InputStream in = CatalogFolder.class.getResourceAsStream("/sesamo-catalog/" + file)) {
        return in == null ? Optional.empty() : Optional.of(text(in));
      }
    }
  }

  /** A folder of the operator's. */
  record Own(Path folder) implements CatalogFolder {
    @Override
    public String title(String file) {
      return folder.resolve(file).toString();
    }

    @Override
    public Optional<String> read(String file) throws IOException {
      Path path = folder.resolve(file);
      if (!Files.exists(path)) {
        return Optional.empty();
      }
      if (!Files.isRegularFile(path)) { // a pipe would be waited for without an end
        throw new IOException("it is not a file");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return Optional.of(text(in));
      }
    }
  }

  /**
   * Files that were kept as they were on a day.
   *
   * @param texts by the names of the files
   */
  record Kept(String title, Map<String, String> texts) implements CatalogFolder {
    public Kept {
      texts = Map.copyOf(texts);
    }

    @Override
    public String title(String file) {
      return title + "/" + file;
    }

    @Override
    public Optional<String> read(String file) {
      return Optional.ofNullable(texts.get(file));
    }
  }

  private static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it has more than 8 MiB");
    }
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\ufeff") ? text.substring(1) : text; // as spreadsheets begin a file
  }
}
