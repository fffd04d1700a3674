package io.sesamo.model.template;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** Numbers as Python reads them from texts. */
public final class Numbers {

  private static final int MOST_DIGITS = 4300;

  private Numbers() {}

  /**
   * {@code int(text, base)}: blanks around it, a sign and single underscores are allowed, and
   * digits of any script.
   *
   * @param base 2 to 36, or 0 for what the prefix says
   */
  public static Optional<BigInteger> integer(String text, int base) {
    String digits = TextMethods.stripped(text, null, true, true).toLowerCase(Locale.ROOT);
    boolean minus = digits.startsWith("-");
    if (minus || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    int radix = base;
    String prefix = digits.length() > 1 ? digits.substring(0, 2) : "";
    int said = prefix.equals("0x") ? 16 : prefix.equals("0o") ? 8 : prefix.equals("0b") ? 2 : 0;
    if (said > 0 && (base == 0 || base == said)) {
      radix = said;
      digits = digits.substring(2);
      digits = digits.startsWith("_") ? digits.substring(1) : digits;
    } else if (base == 0) {
      radix = 10;
      if (digits.matches("0[0_]*[1-9].*")) {
        return Optional.empty();
      }
    }
    if (radix < 2 || radix > 36 || digits.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < digits.length(); ) {
      int c = digits.codePointAt(i);
      i += Character.charCount(c);
      if (c == '_' && !ascii.isEmpty() && i < digits.length() && digits.charAt(i) != '_') {
        continue;
      }
      int digit = Character.digit(c, radix);
      if (digit < 0) {
        return Optional.empty();
      }
      ascii.append(Character.forDigit(digit, radix));
    }
    if (ascii.isEmpty()) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(ascii.toString(), radix);
    return Optional.of(minus ? value.negate() : value);
  }

  /** {@code str(number)}. */
  public static String text(double number) {
    return Printer.decimal(number);
  }

  /** {@code float(text)}. */
  public static Optional<Double> decimal(String text) {
    StringBuilder ascii = new StringBuilder();
    TextMethods.stripped(text, null, true, true)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(c -> {
          int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
          if (digit >= 0) {
            ascii.append(digit);
          } else {
            ascii.appendCodePoint(c);
          }
        });
    String number = ascii.toString();
    if (number.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    String digits = "[0-9]++(?:_[0-9]++)*+";
    boolean plain =
        number.matches(
            "[+-]?(?:"
                + digits
                + "\\.?(?:"
                + digits
                + ")?|\\."
                + digits
                + ")(?:e[+-]?"
                + digits
                + ")?");
    if (plain) {
      return Optional.of(Double.parseDouble(number.replace("_", "")));
    }
    return switch (number) {
      case "nan", "+nan", "-nan" -> Optional.of(Double.NaN);
      case "inf", "+inf", "infinity", "+infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-inf", "-infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }
}
