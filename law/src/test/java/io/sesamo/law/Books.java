package io.sesamo.law;

import io.sesamo.model.catalog.CatalogFolder;
import java.util.List;

/** The book that comes with the release. */
final class Books {

  static final LawBook OURS = read();

  private Books() {}

  private static LawBook read() {
    return switch (LawReader.read(List.of(new CatalogFolder.Shipped()))) {
      case LawReader.Result.Accepted accepted -> accepted.book();
      case LawReader.Result.Refused refused ->
          throw new IllegalStateException(String.valueOf(refused.problems()));
    };
  }
}
