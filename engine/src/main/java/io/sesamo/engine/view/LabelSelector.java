package io.sesamo.engine.view;

import java.util.regex.Pattern;

/**
 * Picks workflows by a label, as OSMO does: {@code team=vision}, {@code team=v*}, {@code
 * project=(sim_*|hil_*)}.
 *
 * @param key the label's name
 * @param value with {@code *} for any text and {@code (a|b)} for either
 */
public record LabelSelector(String key, String value) {

  private static final int LONGEST = 300;
  private static final String PLAIN = "[A-Za-z0-9_.*-]";
  private static final Pattern VALUE =
      Pattern.compile("(" + PLAIN + "|\\(" + PLAIN + "+(\\|" + PLAIN + "+)+\\))*");

  public LabelSelector {
    if (value.length() > LONGEST || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "The label "
              + key
              + "="
              + value
              + " cannot be looked for. A value has letters, digits, and any of -_. in it, with * for"
              + " any text and (a|b) for either, and at most "
              + LONGEST
              + " characters.");
    }
  }

  /**
   * {@code key=value}.
   *
   * @throws IllegalArgumentException when it is something else, with words for people
   */
  public static LabelSelector of(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "The label " + text + " cannot be looked for: it is not of the form key=value.");
    }
    return new LabelSelector(text.substring(0, equals), text.substring(equals + 1));
  }

  /** As a regular expression for the whole value. */
  public String regex() {
    return "^" + value.replace(".", "\\.").replace("*", ".*") + "$";
  }
}
