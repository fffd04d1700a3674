package io.sesamo.law;

import io.sesamo.model.catalog.CatalogFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All files by which cases are judged, as texts, so that what was judged on a day can be judged
 * again. Prices and round trips, by which nothing is judged, are left out.
 */
public final class LawArchive {

  private static final List<String> FACTS =
      List.of("catalog.yaml", "accelerators.csv", "sites.csv", "countries.csv", "groups.csv");

  private LawArchive() {}

  /**
   * The texts of each folder, by the names of its files.
   *
   * @throws IOException when a file cannot be read
   */
  public static List<Map<String, String>> texts(List<CatalogFolder> folders) throws IOException {
    List<Map<String, String>> all = new ArrayList<>();
    for (CatalogFolder folder : folders) {
      Map<String, String> texts = new TreeMap<>();
      RuleFiles rules = RuleFiles.of(folder);
      if (!rules.errors().isEmpty()) {
        throw new IOException(rules.errors().getFirst().toString());
      }
      List<String> files = new ArrayList<>(FACTS);
      files.addAll(rules.names());
      for (String file : files) {
        Optional<String> text = folder.read(file);
        text.ifPresent(found -> texts.put(file, found));
      }
      all.add(texts);
    }
    return all;
  }

  /** The book that such texts are of; its version is another, since files are left out. */
  public static LawReader.Result book(List<Map<String, String>> texts) {
    return LawReader.read(
        texts.stream()
            .map(found -> (CatalogFolder) new CatalogFolder.Kept("kept", found))
            .toList());
  }
}
