package io.sesamo.model.catalog;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What stands in the files of several folders, later ones on top, and where.
 *
 * @param version as in {@link Catalog#version}
 */
record CatalogRows(
    LocalDate asOf,
    String version,
    List<Row<Accelerator>> accelerators,
    List<Row<Site>> sites,
    List<Row<Country>> countries,
    List<Row<Membership>> memberships,
    List<Row<Price>> prices,
    List<Row<RoundTrip>> roundTrips) {

  static final String INFORMATION = "catalog.yaml";

  /** What a row stands for, and its place. */
  record Row<T>(T value, Location where) {}

  /**
   * Reads them.
   *
   * @param others files that count for the version alone; one of facts is then not looked into
   */
  static CatalogRows read(List<CatalogFolder> folders, List<String> others, Problems problems) {
    Reading reading = new Reading(folders, others, new CatalogDigest(), problems);
    LocalDate asOf = reading.asOf();
    List<Row<Accelerator>> accelerators = reading.rows(CatalogSheets.ACCELERATORS);
    List<Row<Site>> sites = reading.rows(CatalogSheets.SITES);
    List<Row<Country>> countries = reading.rows(CatalogSheets.COUNTRIES);
    List<Row<Membership>> memberships = reading.rows(CatalogSheets.GROUPS);
    List<Row<Price>> prices = reading.rows(CatalogSheets.PRICES);
    List<Row<RoundTrip>> roundTrips = reading.rows(CatalogSheets.ROUND_TRIPS);
    others.forEach(reading::texts);
    return new CatalogRows(
        asOf,
        reading.digest().version(asOf),
        accelerators,
        sites,
        countries,
        memberships,
        prices,
        roundTrips);
  }

  Catalog catalog() {
    return new Catalog(
        asOf,
        version,
        byKey(accelerators, Accelerator::id),
        byKey(sites, Site::id),
        byKey(countries, Country::code),
        memberships.stream().map(Row::value).toList(),
        prices.stream().map(Row::value).toList(),
        roundTrips.stream().map(Row::value).toList());
  }

  private static <T> Map<String, T> byKey(List<Row<T>> rows, Function<T, String> key) {
    Map<String, T> values = new LinkedHashMap<>();
    rows.forEach(row -> values.put(key.apply(row.value()), row.value()));
    return values;
  }

  private record Reading(
      List<CatalogFolder> folders, List<String> others, CatalogDigest digest, Problems problems) {

    /** A file of one of the folders. */
    private record Text(String title, String text) {}

    List<Text> texts(String file) {
      List<Text> texts = new ArrayList<>();
      for (CatalogFolder folder : folders) {
        String title = folder.title(file);
        read(folder, file, title).ifPresent(text -> texts.add(new Text(title, text)));
      }
      return texts;
    }

    private Optional<String> read(CatalogFolder folder, String file, String title) {
      Location where = Location.wholeFile(title);
      try {
        Optional<String> text = folder.read(file);
        text.ifPresent(some -> digest.add(file, some));
        return text;
      } catch (CharacterCodingException notText) {
        problems.error(where, "The file is not text in UTF-8.", "Save it as UTF-8.");
      } catch (IOException failure) {
        problems.error(where, "The file cannot be read: " + failure.getMessage() + ".", "");
      }
      return Optional.empty();
    }

    <T> List<Row<T>> rows(CatalogSheet<T> sheet) {
      if (others.contains(sheet.file())) {
        return List.of();
      }
      List<String> columns = sheet.columns().stream().map(Column::name).toList();
      Map<String, List<Row<T>>> all = new LinkedHashMap<>();
      for (Text text : texts(sheet.file())) {
        Map<String, List<Row<T>>> own = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>();
        for (Cells cells : CsvFile.rows(text.title(), text.text(), columns, problems)) {
          int before = problems.size();
          T value = sheet.read(cells);
          if (problems.size() == before) {
            if (!keys.add(sheet.key(value))) {
              problems.error(
                  cells.where(),
                  "There is a row of " + sheet.key(value) + " before in this file.",
                  "Leave one of them.");
            }
            own.computeIfAbsent(sheet.override(value), key -> new ArrayList<>())
                .add(new Row<>(value, cells.where()));
          }
        }
        all.putAll(own);
      }
      return all.values().stream().flatMap(List::stream).toList();
    }

    /** The last folder's that says one. */
    LocalDate asOf() {
      List<Text> texts = texts(INFORMATION);
      if (texts.isEmpty()) {
        problems.error(
            Location.wholeFile(INFORMATION),
            "No folder has this file, which says the day of the facts.",
            "Write it, as in: asOf: 2026-11-23");
      }
      LocalDate day = LocalDate.EPOCH;
      for (Text text : texts) {
        day = asOf(text);
      }
      return day;
    }

    private LocalDate asOf(Text text) {
      List<Problem> warnings = new ArrayList<>();
      try {
        if (YamlReader.read(text.title(), 1, text.text(), warnings) instanceof Mapping mapping
            && mapping.entries().get("asOf") instanceof Scalar scalar
            && scalar.value() instanceof LocalDate day) {
          return day;
        }
        problems.error(
            Location.wholeFile(text.title()),
            "The field 'asOf' is not a day.",
            "Write the day of the facts, as in: asOf: 2026-11-23");
      } catch (YamlException broken) {
        problems.add(broken.problem());
      }
      return LocalDate.EPOCH;
    }
  }
}
