package io.sesamo.model.catalog;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * One kind of facts: its file, its columns, and how a row of the file is read.
 *
 * @param <T> what a row stands for
 */
public final class CatalogSheet<T> {

  private final String name;
  private final List<Column<T>> columns;
  private final Function<Catalog, Collection<T>> rows;
  private final Function<T, String> key;
  private final Function<T, String> override;
  private final Function<Cells, T> reader;

  /**
   * Makes one.
   *
   * @param key what no two rows share
   * @param override which rows a later folder's row takes the place of
   */
  CatalogSheet(
      String name,
      Function<Catalog, Collection<T>> rows,
      Function<T, String> key,
      Function<T, String> override,
      List<Column<T>> columns,
      Function<Cells, T> reader) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.key = key;
    this.override = override;
    this.reader = reader;
  }

  /** As in {@code sites}. */
  public String name() {
    return name;
  }

  /** As in {@code sites.csv}. */
  public String file() {
    return name + ".csv";
  }

  /** In the order of our file. */
  public List<Column<T>> columns() {
    return columns;
  }

  /** The catalogue's rows of this kind. */
  public Collection<T> rows(Catalog catalog) {
    return rows.apply(catalog);
  }

  /** What tells a row from all others of this kind, as in a site's id. */
  public String key(T row) {
    return key.apply(row);
  }

  String override(T row) {
    return override.apply(row);
  }

  T read(Cells cells) {
    return reader.apply(cells);
  }
}
