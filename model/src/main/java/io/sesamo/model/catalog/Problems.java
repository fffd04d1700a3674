package io.sesamo.model.catalog;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so many at most: who has more has made one mistake many times. */
final class Problems {

  private static final int MOST = 100;

  private final List<Problem> all = new ArrayList<>();

  void error(Location where, String message, String advice) {
    add(Problem.error(where, message, advice));
  }

  void warning(Location where, String message, String advice) {
    add(Problem.warning(where, message, advice));
  }

  void add(Problem problem) {
    if (all.size() < MOST) {
      all.add(problem);
    }
  }

  int size() {
    return all.size();
  }

  boolean hasErrors() {
    return all.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** By file and line. */
  List<Problem> sorted() {
    return all.stream()
        .sorted(
            Comparator.comparing((Problem problem) -> problem.where().file())
                .thenComparingInt(problem -> problem.where().line()))
        .toList();
  }
}
