package io.sesamo.cli.terminal;

import java.util.regex.Pattern;

/**
 * Text that others wrote, for a terminal: what it could move the cursor, change the title or hide
 * words with is made visible instead. Colours are left out.
 */
public final class Harmless {

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;:]*m");

  private Harmless() {}

  /** The text on one line, tabs kept. */
  public static String line(String text) {
    boolean plain = true;
    for (int i = 0; i < text.length() && plain; i++) {
      plain = !harmful(text.charAt(i));
    }
    if (plain) {
      return text;
    }
    String colourless = COLOUR.matcher(text).replaceAll("");
    StringBuilder harmless = new StringBuilder(colourless.length());
    for (int i = 0; i < colourless.length(); i++) {
      char character = colourless.charAt(i);
      harmless.append(harmful(character) ? visible(character) : character);
    }
    return harmless.toString();
  }

  private static boolean harmful(char character) {
    return (character < ' ' && character != '\t')
        || (character >= 0x7f && character < 0xa0)
        || character == '\u2028'
        || character == '\u2029'
        || (character >= '\u202a' && character <= '\u202e') // writing directions
        || (character >= '\u2066' && character <= '\u2069');
  }

  private static char visible(char character) {
    if (character < ' ') {
      return (char) ('\u2400' + character);
    }
    return character == 0x7f ? '\u2421' : '\ufffd';
  }
}
