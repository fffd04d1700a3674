package io.sesamo.engine.law;

import io.sesamo.engine.EngineException;
import io.sesamo.law.LawArchive;
import io.sesamo.law.LawBook;
import io.sesamo.law.LawReader;
import io.sesamo.model.catalog.CatalogFolder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the catalogue with its rules is from; read when it is first asked for. Thread-safe. */
public final class LawSource {

  private final List<CatalogFolder> folders;
  private @Nullable LawBook book;

  public LawSource(List<CatalogFolder> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * The book.
   *
   * @throws EngineException with the problems of the catalogue
   */
  public synchronized LawBook book() {
    if (book == null) {
      book =
          switch (LawReader.read(folders)) {
            case LawReader.Result.Accepted accepted -> accepted.book();
            case LawReader.Result.Refused refused -> throw new EngineException(refused.problems());
          };
    }
    return book;
  }

  List<Map<String, String>> texts() {
    try {
      return LawArchive.texts(folders);
    } catch (IOException e) {
      throw new EngineException(
          EngineException.Code.USER, "The catalogue cannot be read: " + e.getMessage() + ".");
    }
  }
}
