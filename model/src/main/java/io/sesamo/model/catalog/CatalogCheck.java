package io.sesamo.model.catalog;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.CatalogRows.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Checks what no single row shows: the arithmetic of the facts, and that none is missing. */
public final class CatalogCheck {

  /** How far a computed figure may be from the given one, as a part of it. */
  private static final double NEAR = 0.01;

  /** The same of distances: sites are known by their cities. */
  private static final double NEAR_KM = 0.02;

  /** Mean radius of the earth, IUGG. */
  private static final double EARTH_KM = 6371.0088;

  /** Light in glass, there and back: 200,000 km/s. */
  private static final double FIBRE_KM_PER_MS = 100;

  private static final int MOST_NAMED = 3;

  private final CatalogRows rows;
  private final Problems problems;

  private CatalogCheck(CatalogRows rows, Problems problems) {
    this.rows = rows;
    this.problems = problems;
  }

  /**
   * Reads the folders and checks them: total processing performance and performance density against
   * the figures that they come from (to 1 %), distances against coordinates (to 2 %), round trips
   * against the speed of light in fibre; and warns of pairs of sites without a round trip,
   * memberships with a hole, and files that are not read.
   *
   * @return at most 100 problems, sorted by file and line
   */
  public static List<Problem> check(List<CatalogFolder> folders) {
    Problems problems = new Problems();
    CatalogRows rows = CatalogReader.rows(folders, List.of(), problems);
    for (CatalogFolder folder : folders) {
      if (folder instanceof CatalogFolder.Own own) {
        unknownFiles(own.folder(), problems);
      }
    }
    if (!problems.hasErrors()) {
      CatalogCheck check = new CatalogCheck(rows, problems);
      rows.accelerators().forEach(check::performance);
      check.roundTrips();
      check.pairs();
      CatalogReferences.neighbours(rows.memberships(), check::hole);
    }
    return problems.sorted();
  }

  /** A file with a slip in its name would be left out without a word. */
  private static void unknownFiles(Path folder, Problems problems) {
    Set<String> known = new HashSet<>(Set.of(CatalogRows.INFORMATION));
    CatalogSheets.ALL.forEach(sheet -> known.add(sheet.file()));
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().matches(".*\\.(csv|ya?ml)"))
          .filter(file -> !known.contains(file.getFileName().toString()))
          .sorted()
          .forEach(file ->
              problems.warning(
                  Location.wholeFile(file.toString()),
                  "The catalogue has no file of this name, so it is not read.",
                  "There are " + String.join(", ", known.stream().sorted().toList()) + "."));
    } catch (IOException unreadable) {
      problems.error(Location.wholeFile(folder.toString()), "The folder cannot be read.", "");
    }
  }

  private void performance(Row<Accelerator> row) {
    Accelerator chip = row.value();
    double computed =
        Math.max(
            16 * chip.fp16().orElse(0),
            Math.max(8 * chip.eightBit().orElse(0), 4 * chip.fp4().orElse(0)));
    compare(row.where(), "tpp", chip.tpp(), computed, "16 × fp16, 8 × eight bit or 4 × fp4");
    double density =
        chip.tpp().isPresent() && chip.dieArea().isPresent()
            ? chip.tpp().getAsDouble() / chip.dieArea().getAsDouble()
            : 0;
    compare(
        row.where(), "performance_density", chip.performanceDensity(), density, "tpp / die area");
  }

  /**
   * Compares a figure with what it comes from.
   *
   * @param computed 0: what it comes from is not known
   */
  private void compare(
      Location where, String field, OptionalDouble given, double computed, String formula) {
    if (given.isEmpty() && computed > 0) {
      problems.warning(
          where,
          "The field '" + field + "' is empty, and " + formula + " is " + text(computed) + ".",
          "Fill it in.");
    } else if (given.isPresent() && computed == 0) {
      problems.warning(
          where,
          "The field '" + field + "' cannot be checked: what it comes from is empty.",
          "Fill in " + formula + ", if they are known.");
    } else if (given.isPresent() && far(given.getAsDouble(), computed, NEAR)) {
      problems.error(
          where,
          "The field '"
              + field
              + "' is "
              + text(given.getAsDouble())
              + ", but "
              + formula
              + " is "
              + text(computed)
              + ".",
          "Correct one of them.");
    }
  }

  private static boolean far(double given, double computed, double near) {
    return Math.abs(given - computed) > near * computed;
  }

  private void roundTrips() {
    Map<String, Site> sites = rows.catalog().sites();
    for (Row<RoundTrip> row : rows.roundTrips()) {
      RoundTrip trip = row.value();
      Site from = sites.get(trip.from());
      Site to = sites.get(trip.to());
      if (from == null || to == null) {
        continue; // told already
      }
      double kilometres = kilometres(from, to);
      // Near each other, a kilometre more or less is the rounding.
      if (far(trip.kilometres(), kilometres, NEAR_KM)
          && Math.abs(trip.kilometres() - kilometres) > 1) {
        problems.error(
            row.where(),
            "The field 'km' is "
                + text(trip.kilometres())
                + ", but the sites' coordinates are "
                + text(kilometres)
                + " km apart.",
            "Correct one of them.");
      }
      double least = trip.kilometres() / FIBRE_KM_PER_MS;
      if (trip.milliseconds() < least) {
        problems.error(
            row.where(),
            "The field 'ms' is "
                + text(trip.milliseconds())
                + ", but light in fibre needs "
                + text(least)
                + " ms.",
            "Correct it.");
      }
    }
  }

  /** Along the great circle, by the haversine formula. */
  private static double kilometres(Site from, Site to) {
    double latitude1 = Math.toRadians(from.latitude());
    double latitude2 = Math.toRadians(to.latitude());
    double north = Math.sin((latitude2 - latitude1) / 2);
    double east = Math.sin(Math.toRadians(to.longitude() - from.longitude()) / 2);
    double h = north * north + Math.cos(latitude1) * Math.cos(latitude2) * east * east;
    return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, h)));
  }

  /** That a pair has two rows, the reader tells. */
  private void pairs() {
    Map<String, Set<String>> reached = new HashMap<>();
    for (Row<RoundTrip> row : rows.roundTrips()) {
      reached.computeIfAbsent(row.value().from(), site -> new HashSet<>()).add(row.value().to());
      reached.computeIfAbsent(row.value().to(), site -> new HashSet<>()).add(row.value().from());
    }
    int others = rows.sites().size() - 1;
    for (Row<Site> row : rows.sites()) {
      Set<String> known = reached.getOrDefault(row.value().id(), Set.of());
      int missing = others - known.size();
      if (missing > 0) {
        List<String> names =
            rows.sites().stream()
                .map(site -> site.value().id())
                .filter(id -> !id.equals(row.value().id()) && !known.contains(id))
                .limit(MOST_NAMED)
                .toList();
        problems.warning(
            row.where(),
            "The round trips from "
                + row.value().id()
                + " to "
                + missing
                + (missing == 1 ? " site are" : " sites are")
                + " not known: "
                + String.join(", ", names)
                + (missing > MOST_NAMED ? " …" : "")
                + ".",
            "Add them to rtt.csv.");
      }
    }
  }

  private void hole(Row<Membership> earlier, Row<Membership> later) {
    boolean next = earlier.value().to().map(day -> day.plusDays(1)).equals(later.value().from());
    if (!next) {
      problems.warning(
          later.where(),
          later.value().country()
              + " was no member of "
              + later.value().group()
              + " from the day after "
              + earlier.value().to().map(String::valueOf).orElse("")
              + " on.",
          "Make sure that it left and came back.");
    }
  }

  private static String text(double number) {
    String text = String.format(Locale.ROOT, "%.2f", number);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }
}
