package io.sesamo.model.catalog;

import java.util.List;

/** Reads the catalogue. */
public final class CatalogReader {

  private CatalogReader() {}

  /**
   * Reads the files of several folders. Rows of a later folder are added, or take the place of rows
   * of the same id as a whole. A file that a folder does not have is no mistake, but one of them
   * must have {@code catalog.yaml}.
   *
   * @return the catalogue, or at most 100 problems, sorted by file and line; never an exception
   */
  public static CatalogResult read(List<CatalogFolder> folders) {
    return read(folders, List.of());
  }

  /**
   * The same.
   *
   * @param others names of files that count for the version alone, as in {@code rules/us.yaml};
   *     {@code rtt.csv} among them leaves the round trips out, which saves the time to read them
   */
  public static CatalogResult read(List<CatalogFolder> folders, List<String> others) {
    Problems problems = new Problems();
    CatalogRows rows = rows(folders, others, problems);
    return problems.hasErrors()
        ? new CatalogResult.Refused(problems.sorted())
        : new CatalogResult.Accepted(rows.catalog(), problems.sorted());
  }

  /** With their places; of use only where there are no problems. */
  static CatalogRows rows(List<CatalogFolder> folders, List<String> others, Problems problems) {
    CatalogRows rows = CatalogRows.read(folders, others, problems);
    if (!problems.hasErrors()) { // else names would be missed that stand in rows left out
      CatalogReferences.check(rows, problems);
    }
    return rows;
  }
}
