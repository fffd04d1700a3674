package io.sesamo.model.catalog;

import io.sesamo.model.Location;
import io.sesamo.model.catalog.CatalogRows.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Checks that rows speak of countries, accelerators and sites that there are. */
final class CatalogReferences {

  private final Problems problems;

  private CatalogReferences(Problems problems) {
    this.problems = problems;
  }

  static void check(CatalogRows rows, Problems problems) {
    CatalogReferences check = new CatalogReferences(problems);
    Set<String> countries = ids(rows.countries(), Country::code);
    Set<String> sites = ids(rows.sites(), Site::id);
    Set<String> accelerators = ids(rows.accelerators(), Accelerator::id);
    for (Row<Accelerator> row : rows.accelerators()) {
      for (String country : row.value().designedIn()) {
        check.known(row, "designed_in", country, countries, "countries.csv");
      }
    }
    for (Row<Site> row : rows.sites()) {
      check.known(row, "country", row.value().country(), countries, "countries.csv");
    }
    for (Row<Membership> row : rows.memberships()) {
      check.known(row, "country", row.value().country(), countries, "countries.csv");
    }
    for (Row<Price> row : rows.prices()) {
      check.known(row, "accelerator", row.value().accelerator(), accelerators, "accelerators.csv");
    }
    for (Row<RoundTrip> row : rows.roundTrips()) {
      check.known(row, "from", row.value().from(), sites, "sites.csv");
      check.known(row, "to", row.value().to(), sites, "sites.csv");
    }
    neighbours(rows.memberships(), check::overlap);
  }

  private static <T> Set<String> ids(List<Row<T>> rows, Function<T, String> id) {
    Set<String> ids = new HashSet<>();
    rows.forEach(row -> ids.add(id.apply(row.value())));
    return ids;
  }

  private void known(Row<?> row, String field, String id, Set<String> known, String file) {
    if (!known.contains(id)) {
      problems.error(
          row.where(),
          "The field '" + field + "' names " + id + ", which is not in " + file + ".",
          "Correct it, or add a row of it there.");
    }
  }

  /** Every two memberships of a country in a group that follow each other in time. */
  static void neighbours(
      List<Row<Membership>> memberships, BiConsumer<Row<Membership>, Row<Membership>> check) {
    Map<String, List<Row<Membership>>> byCountry = new LinkedHashMap<>();
    for (Row<Membership> row : memberships) {
      byCountry
          .computeIfAbsent(CatalogSheets.GROUPS.override(row.value()), key -> new ArrayList<>())
          .add(row);
    }
    for (List<Row<Membership>> rows : byCountry.values()) {
      rows.sort(Comparator.comparing(row -> row.value().from().orElse(LocalDate.MIN)));
      for (int i = 1; i < rows.size(); i++) {
        check.accept(rows.get(i - 1), rows.get(i));
      }
    }
  }

  private void overlap(Row<Membership> earlier, Row<Membership> later) {
    LocalDate end = earlier.value().to().orElse(LocalDate.MAX);
    if (!end.isBefore(later.value().from().orElse(LocalDate.MIN))) {
      Location where = later.where();
      problems.error(
          where,
          "The membership of "
              + later.value().country()
              + " in "
              + later.value().group()
              + " begins before the one of line "
              + earlier.where().line()
              + " ends.",
          "Give each its own days.");
    }
  }
}
