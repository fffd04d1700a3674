package io.sesamo.cli.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often one part of a corpus came out as in NVIDIA OSMO, by what was compared. */
final class Score {

  /** What is compared of a spec; the titles stand in the table. */
  enum Aspect {
    VERDICT("verdict"),
    TEMPLATE("template"),
    VALUES("YAML"),
    MODEL("model"),
    GRAPH("graph"),
    TIMEOUT("timeout"),
    TOKENS("tokens");

    private final String title;

    Aspect(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final Map<Aspect, Integer> equal = new EnumMap<>(Aspect.class);
  private final Map<Aspect, Integer> compared = new EnumMap<>(Aspect.class);
  private int deliberate;
  private int looser;

  void count(Aspect aspect, boolean same) {
    compared.merge(aspect, 1, Integer::sum);
    equal.merge(aspect, same ? 1 : 0, Integer::sum);
  }

  /** A refusal of what OSMO takes, on purpose. */
  void refusedOnPurpose() {
    deliberate++;
  }

  /** Something taken that OSMO refuses. */
  void acceptedOnlyHere() {
    looser++;
  }

  private int wrong(Aspect aspect) {
    return compared.getOrDefault(aspect, 0) - equal.getOrDefault(aspect, 0);
  }

  /** Whether every difference is a refusal on purpose. */
  boolean asMeant() {
    return wrong(Aspect.VERDICT) == deliberate
        && List.of(Aspect.values()).stream()
            .filter(aspect -> aspect != Aspect.VERDICT)
            .allMatch(aspect -> wrong(aspect) == 0);
  }

  /** One row of the table. */
  List<String> row(String name) {
    List<String> row = new ArrayList<>(List.of(name));
    for (Aspect aspect : Aspect.values()) {
      int all = compared.getOrDefault(aspect, 0);
      row.add(all == 0 ? "" : equal.getOrDefault(aspect, 0) + "/" + all);
    }
    boolean judged = compared.containsKey(Aspect.VERDICT);
    row.add(judged ? String.valueOf(deliberate) : "");
    row.add(judged ? String.valueOf(wrong(Aspect.VERDICT) - deliberate - looser) : "");
    row.add(judged ? String.valueOf(looser) : "");
    return row;
  }

  static List<String> titles() {
    List<String> titles = new ArrayList<>(List.of(""));
    List.of(Aspect.values()).forEach(aspect -> titles.add(aspect.title()));
    titles.addAll(List.of("on purpose", "by mistake", "only here"));
    return titles;
  }
}
