package io.sesamo.model.spec;

import io.sesamo.model.spec.ExitActions.Action;
import io.sesamo.model.spec.ExitActions.Entry;
import io.sesamo.model.spec.ExitActions.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code exitActions} of a task. */
final class ExitActionsParser {

  /** Possessive, so that no text makes it try twice. */
  private static final Pattern CODES = Pattern.compile("([0-9]++)(?:-([0-9]++))?+");

  private static final Pattern ANY_DIGITS =
      Pattern.compile("[\\d,-]++", Pattern.UNICODE_CHARACTER_CLASS);

  /** OSMO also takes chains such as 1-23-4, which say nothing, and a line end. */
  private static final Pattern OSMO =
      Pattern.compile("[0-9]++(-[0-9]++)*+(,[0-9]++(-[0-9]++)*+)*+\n?+");

  private static final int HIGHEST_CODE = 255;
  private static final int SHOWN = 40;

  private ExitActionsParser() {}

  static ExitActions parse(Fields fields) {
    List<Entry> entries = new ArrayList<>();
    Set<Action> seen = new HashSet<>();
    fields
        .textMap("exitActions", false)
        .forEach((key, codes) -> {
          Optional<Action> action =
              List.of(Action.values()).stream()
                  .filter(known -> known.name().equalsIgnoreCase(key))
                  .findFirst();
          if (action.isEmpty()) {
            fields.error(
                "exitActions",
                "There is no exit action '" + key + "'; there are COMPLETE, FAIL, RESCHEDULE.");
            return;
          }
          if (!seen.add(action.get())) {
            fields.warn("exitActions", "The exit action " + action.get() + " is given twice.");
          }
          List<Range> ranges = ranges(fields, codes);
          warnOfOverlaps(fields, entries, ranges);
          entries.add(new Entry(action.get(), ranges));
        });
    return new ExitActions(entries);
  }

  private static List<Range> ranges(Fields fields, String codes) {
    List<Range> ranges = new ArrayList<>();
    for (String part : codes.split(",", -1)) {
      Matcher matcher = CODES.matcher(part);
      if (!matcher.matches()) {
        refuse(fields, codes);
        return List.of();
      }
      int first = number(matcher.group(1));
      int last = matcher.group(2) == null ? first : number(matcher.group(2));
      if (first > last || first > HIGHEST_CODE) {
        fields.warn("exitActions", "The exit codes '" + part + "' match nothing.");
      }
      ranges.add(new Range(first, last));
    }
    return ranges;
  }

  private static void refuse(Fields fields, String codes) {
    String shown = codes.length() > SHOWN ? codes.substring(0, SHOWN) + "…" : codes;
    String message = "The exit codes '" + shown + "' are not like 1-3,7.";
    boolean anyScript =
        ANY_DIGITS.matcher(codes).matches() && codes.codePoints().anyMatch(c -> c > 0x7f);
    if (anyScript || OSMO.matcher(codes).matches()) {
      fields.stricter("exitActions", message, "");
    } else {
      String tight = codes.replace(" ", "");
      boolean blanks = !tight.equals(codes) && tight.matches("[0-9,-]+");
      fields.error(fields.where("exitActions"), message, blanks ? "Write '" + tight + "'." : "");
    }
  }

  /** What is more than any exit code is as good as any other such number. */
  private static int number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private static void warnOfOverlaps(Fields fields, List<Entry> earlier, List<Range> ranges) {
    for (Entry entry : earlier) {
      for (Range range : ranges) {
        Optional<Range> both =
            entry.codes().stream()
                .map(other ->
                    new Range(
                        Math.max(other.first(), range.first()),
                        Math.min(other.last(), range.last())))
                .filter(common -> common.first() <= common.last())
                .findFirst();
        if (both.isPresent()) {
          fields.warn(
              "exitActions",
              "Exit code " + both.get().first() + " is given twice; " + entry.action() + " holds.");
          return;
        }
      }
    }
  }
}
