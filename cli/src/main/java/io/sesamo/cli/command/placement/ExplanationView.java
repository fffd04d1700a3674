package io.sesamo.cli.command.placement;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Quantities;
import io.sesamo.cli.terminal.Style;
import io.sesamo.cli.terminal.Table;
import io.sesamo.cli.terminal.Wrapped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A group's explanation in 80 columns. */
public final class ExplanationView {

  private static final int COLUMNS = 80;
  private static final String INDENT = "  ";

  /** So many places are shown; programs get all of them. */
  private static final int MOST_PLACES = 8;

  /** The law says of each site where it is; of many sites it mostly says the same. */
  private static final Pattern SITE = Pattern.compile("^at [a-z0-9-]+: ");

  private ExplanationView() {}

  /**
   * The explanation.
   *
   * @param group as the server tells it
   */
  public static List<Line> lines(Json group) {
    List<Line> lines = new ArrayList<>();
    lines.addAll(title(group));
    wrap(INDENT, INDENT, group.get("lead").text(), lines);
    Json outlook = group.get("outlook");
    if (!outlook.isNull()) {
      outlook(outlook, lines);
    }
    lines.addAll(possible(group.get("candidates").items()));
    against(group.get("candidates").items(), lines);
    for (Json move : group.get("moves").items()) {
      wrap(INDENT, INDENT + INDENT, move.get("reason").text(), lines);
    }
    return lines;
  }

  private static List<Line> title(Json group) {
    List<Line> parts = new ArrayList<>();
    parts.add(new Line().add(group.get("group").text(), Style.STRONG));
    String state = group.get("state").text();
    if (!state.isEmpty()) {
      parts.add(new Line().add(state, Style.ofStatus(state)));
    }
    Json placed = group.get("placed");
    if (!placed.isNull()) {
      String place = placed.get("pool").text() + ", " + placed.get("site").text();
      place += placed.get("emulated").isTrue() ? ", emulated" : "";
      Wrapped.lines(place, COLUMNS - INDENT.length()).forEach(words -> parts.add(Line.of(words)));
    }
    return Wrapped.parts(parts, INDENT, COLUMNS);
  }

  private static void outlook(Json outlook, List<Line> lines) {
    String words = "Number " + outlook.get("position").text() + " in the queue";
    if (!outlook.get("delay").isNull()) {
      words +=
          ", starts in about "
              + time(outlook.get("delay"))
              + " (between "
              + time(outlook.get("atLeast"))
              + " and "
              + time(outlook.get("atMost"))
              + ")";
    }
    wrap(INDENT, INDENT, words + ".", lines);
    String sooner = outlook.get("sooner").text();
    if (!sooner.isEmpty()) {
      wrap(INDENT, INDENT, "Sooner: " + sooner + ".", lines);
    }
  }

  private static String time(Json seconds) {
    return Quantities.duration(Duration.ofMillis(Math.round(seconds.decimal() * 1000)));
  }

  /** Where it runs or could run, the best first. */
  private static List<Line> possible(List<Json> candidates) {
    List<Line> places = new ArrayList<>(List.of(new Line().add("place", Style.FAINT)));
    Table table = new Table().titles("", "score", "start", "moves", "runs", "price", "CO2e");
    int shown = 0;
    for (Json candidate : candidates) {
      Json estimate = candidate.get("estimate");
      if (!estimate.isNull() && !candidate.get("score").isNull()) {
        shown++;
        if (shown > MOST_PLACES) {
          continue;
        }
        places.add(Line.of(INDENT + candidate.get("pool").text()));
        table.row(
            standing(candidate.get("standing").text()),
            Line.of(String.format(Locale.ROOT, "%.2f", candidate.get("score").decimal())),
            Line.of(start(candidate, estimate)),
            Line.of(estimate.get("transfer").decimal() > 0 ? time(estimate.get("transfer")) : "-"),
            Line.of(time(estimate.get("run")) + source(estimate)),
            Line.of(price(estimate)),
            Line.of(carbon(estimate)));
      }
    }
    List<Line> lines = new ArrayList<>(shown == 0 ? List.of() : beside(places, table.lines()));
    if (shown > MOST_PLACES) {
      lines.add(Line.of(INDENT + "and " + (shown - MOST_PLACES) + " more, none of them better"));
    }
    return lines;
  }

  /** Places and their figures: in one line, or below each other where that is too wide. */
  private static List<Line> beside(List<Line> places, List<Line> figures) {
    int left = places.stream().mapToInt(Line::width).max().orElse(0) + INDENT.length();
    int right = figures.stream().mapToInt(Line::width).max().orElse(0);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (left + right <= COLUMNS) {
        lines.add(places.get(i).pad(left).add(figures.get(i)));
      } else {
        lines.add(places.get(i));
        lines.add(Line.of(INDENT + INDENT).add(figures.get(i)));
      }
    }
    return lines;
  }

  private static Line standing(String standing) {
    return standing.equals("chosen") ? new Line().add(standing, Style.GOOD) : Line.of(standing);
  }

  private static String start(Json candidate, Json estimate) {
    if (estimate.get("delay").isNull()) {
      return "later";
    }
    boolean now = Set.of("chosen", "possible").contains(candidate.get("standing").text());
    return now ? "now" : time(estimate.get("delay"));
  }

  /** A mark where the run time is a guess. */
  private static String source(Json estimate) {
    return estimate.get("source").text().equals("assumed") ? "?" : "";
  }

  private static String price(Json estimate) {
    if (estimate.get("price").isNull()) {
      return "?";
    }
    double usd = estimate.get("price").decimal() + estimate.get("egress").decimal();
    return String.format(Locale.ROOT, usd >= 0.005 || usd == 0 ? "%.2f USD" : "%.4f USD", usd);
  }

  private static String carbon(Json estimate) {
    if (estimate.get("carbon").isNull()) {
      return "?";
    }
    double grams = estimate.get("carbon").decimal();
    return grams < 1000
        ? String.format(Locale.ROOT, "%.0f g", grams)
        : String.format(Locale.ROOT, "%.1f kg", grams / 1000);
  }

  /** Where it cannot begin and why, places with the same reason together. */
  private static void against(List<Json> candidates, List<Line> lines) {
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (Json candidate : candidates) {
      String reason = candidate.get("reason").text();
      if (!reason.isEmpty()) {
        String constraint = candidate.get("constraint").text();
        String alike = SITE.matcher(reason).replaceFirst("");
        String words = constraint.isEmpty() ? alike : constraint + ": " + alike;
        places.computeIfAbsent(words, key -> new ArrayList<>()).add(candidate.get("pool").text());
      }
    }
    places.forEach((words, pools) ->
        wrap(INDENT, INDENT + INDENT, "not in " + String.join(", ", pools) + " - " + words, lines));
  }

  private static void wrap(String first, String further, String text, List<Line> lines) {
    if (text.isEmpty()) {
      return;
    }
    String indent = first;
    for (String line : Wrapped.lines(text, COLUMNS - further.length())) {
      lines.add(Line.of(indent + line));
      indent = further;
    }
  }
}
