package io.sesamo.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Compares texts with OSMO's. */
final class Texts {

  /**
   * OSMO's own stand-in for a token, which it forgets to take out again where the token stood in
   * {@code raw}: it stands for any text.
   */
  private static final Pattern FORGOTTEN = Pattern.compile("\\{\\{hash[0-9]+\\}\\}");

  private Texts() {}

  static boolean equal(String ours, String theirs) {
    if (ours.equals(theirs) || !theirs.contains("{{hash")) {
      return ours.equals(theirs);
    }
    List<String> parts = new ArrayList<>();
    for (String part : FORGOTTEN.split(theirs, -1)) {
      parts.add(Pattern.quote(part));
    }
    return Pattern.compile(String.join(".*?", parts), Pattern.DOTALL).matcher(ours).matches();
  }
}
