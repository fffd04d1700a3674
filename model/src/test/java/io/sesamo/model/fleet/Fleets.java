package io.sesamo.model.fleet;

import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.CatalogReader;
import io.sesamo.model.catalog.CatalogResult;
import java.util.List;

/** Reads fleets with the catalogue of the release. */
final class Fleets {

  static final Catalog CATALOG =
      switch (CatalogReader.read(List.of(new CatalogFolder.Shipped()))) {
        case CatalogResult.Accepted accepted -> accepted.catalog();
        case CatalogResult.Refused refused ->
            throw new IllegalStateException(refused.problems().toString());
      };

  private Fleets() {}

  static FleetReader.Result.Accepted accepted(String text) {
    return switch (FleetReader.read("fleet.yaml", text, CATALOG)) {
      case FleetReader.Result.Accepted good -> good;
      case FleetReader.Result.Refused bad -> throw new AssertionError(bad.problems().toString());
    };
  }

  static FleetFile fleet(String text) {
    return accepted(text).fleet();
  }

  /** One line for each problem. */
  static List<String> problems(String text) {
    return switch (FleetReader.read("fleet.yaml", text, CATALOG)) {
      case FleetReader.Result.Accepted good -> throw new AssertionError("accepted: " + good);
      case FleetReader.Result.Refused bad ->
          bad.problems().stream().map(Problem::toString).toList();
    };
  }
}
