package io.sesamo.model.catalog;

import io.sesamo.model.Problem;
import java.util.List;

/** What reading a catalogue gives. */
public sealed interface CatalogResult {

  /** It can be used. */
  record Accepted(Catalog catalog, List<Problem> warnings) implements CatalogResult {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /** It cannot. */
  record Refused(List<Problem> problems) implements CatalogResult {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
