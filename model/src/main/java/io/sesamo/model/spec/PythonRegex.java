package io.sesamo.model.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a regular expression in Python's syntax ({@code re}, 3.12) and writes the same one in
 * Java's.
 *
 * <p>Each part returns the lengths of text that it can match, since Python allows behind {@code
 * (?<=} only what has one length.
 */
public final class PythonRegex extends RegexText {

  private static final long ENDLESS = 1L << 40;

  /** Java takes time by the square of a pattern's length. */
  private static final int LONGEST = 10_000;

  private static final Pattern BRACES = Pattern.compile("\\{([0-9]*)(,?)([0-9]*)\\}");

  private final StringBuilder out = new StringBuilder();
  private final Map<String, Integer> names = new HashMap<>();

  /** What each group can match, by its number in Python; none while it is open. */
  private final Map<Integer, Width> widths = new HashMap<>();

  /** The numbers in Java of each group and of the empty group at its end. */
  private final Map<Integer, Integer> numbers = new HashMap<>();

  private final Map<Integer, Integer> marks = new HashMap<>();

  /**
   * Whether groups end in an empty group: Java knows no {@code (?(1)yes|no)}, but a reference to an
   * empty group holds exactly when the group around it took part.
   */
  private final boolean marked;

  private int groups;
  private int javaGroups;
  private int depth;
  private boolean verbose;

  private PythonRegex(String source) {
    super(source);
    this.marked = source.contains("(?(");
  }

  /** The least and the most characters that something matches. */
  private record Width(long least, long most) {
    Width then(Width next) {
      return new Width(Math.min(ENDLESS, least + next.least), Math.min(ENDLESS, most + next.most));
    }

    Width or(Width other) {
      return new Width(Math.min(least, other.least), Math.max(most, other.most));
    }

    Width times(long from, long to) {
      return new Width(product(least, from), product(most, to));
    }

    private static long product(long width, long count) {
      return width == 0 ? 0 : count >= ENDLESS / width ? ENDLESS : width * count;
    }
  }

  /**
   * The expression for {@link Pattern#compile(String)}.
   *
   * @throws IllegalArgumentException when Python would refuse it; the message says why
   */
  public static String toJava(String python) {
    if (python.length() > LONGEST) {
      throw new IllegalArgumentException("it has more than " + LONGEST + " characters");
    }
    PythonRegex regex = new PythonRegex(python);
    regex.out.append("(?U)");
    regex.globalFlags();
    regex.alternatives();
    if (regex.at < python.length()) {
      throw new IllegalArgumentException("there is a ) without a (");
    }
    try {
      Pattern.compile(regex.out.toString());
    } catch (java.util.regex.PatternSyntaxException e) {
      throw new IllegalArgumentException("it is not supported here", e);
    }
    return regex.out.toString();
  }

  /** Flags for the whole expression stand at its beginning only. */
  private void globalFlags() {
    java.util.regex.Matcher flags = Pattern.compile("^\\(\\?([aiLmsux]+)\\)").matcher(source);
    while (flags.find()) {
      String all = flags.group(1);
      if (all.contains("L")) {
        throw new IllegalArgumentException("the flag L is for bytes only");
      }
      refuseContradiction(all);
      verbose |= all.contains("x");
      out.append("(?").append(javaFlags(all)).append(')');
      at = flags.end();
      flags.region(at, source.length());
      flags.useAnchoringBounds(true);
    }
  }

  private static void refuseContradiction(String flags) {
    if (flags.contains("a") && flags.contains("u")) {
      throw new IllegalArgumentException("the flags a and u contradict each other");
    }
  }

  private static String javaFlags(String flags) {
    String known = flags.replace("x", "").replace("u", "").replace("a", "");
    return flags.contains("a") ? known + (known.contains("-") ? "U" : "-U") : known;
  }

  private Width alternatives() {
    if (++depth > 100) {
      throw new IllegalArgumentException("it is nested too deeply");
    }
    Width width = sequence();
    while (accept("|")) {
      out.append('|');
      width = width.or(sequence());
    }
    depth--;
    return width;
  }

  private Width sequence() {
    Width width = new Width(0, 0);
    skip();
    while (more() && source.charAt(at) != '|' && source.charAt(at) != ')') {
      boolean place =
          source.charAt(at) == '^'
              || source.charAt(at) == '$'
              || (source.charAt(at) == '\\'
                  && at + 1 < source.length()
                  && "AZbB".indexOf(source.charAt(at + 1)) >= 0);
      Width atom = atom();
      skip();
      width = width.then(repeated(atom, !place));
      skip();
    }
    return width;
  }

  /** Passes over comments, and over white space where that says nothing. */
  private void skip() {
    while (more()) {
      char c = source.charAt(at);
      if (source.startsWith("(?#", at)) {
        int end = source.indexOf(')', at);
        if (end < 0) {
          throw new IllegalArgumentException("a comment does not end");
        }
        at = end + 1;
      } else if (verbose && " \t\n\r\f\u000b".indexOf(c) >= 0) {
        at++;
      } else if (verbose && c == '#') {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end + 1;
      } else {
        return;
      }
    }
  }

  private Width repeated(Width atom, boolean repeatable) {
    long[] times = quantifier();
    if (times.length == 0) {
      return atom;
    }
    if (!repeatable) {
      throw new IllegalArgumentException("there is nothing to repeat");
    }
    out.append(times[1] == ENDLESS ? "{" + times[0] + ",}" : "{" + times[0] + "," + times[1] + "}");
    if (accept("?")) {
      out.append('?');
    } else if (accept("+")) {
      out.append('+');
    }
    int here = at;
    if (quantifier().length > 0) {
      throw new IllegalArgumentException("something is repeated twice");
    }
    at = here;
    return atom.times(times[0], times[1]);
  }

  /** How often; empty where no quantifier stands. */
  private long[] quantifier() {
    if (accept("*")) {
      return new long[] {0, ENDLESS};
    }
    if (accept("+")) {
      return new long[] {1, ENDLESS};
    }
    if (accept("?")) {
      return new long[] {0, 1};
    }
    if (!more() || source.charAt(at) != '{') {
      return new long[0];
    }
    java.util.regex.Matcher braces = BRACES.matcher(source).region(at, source.length());
    if (!braces.lookingAt() || (braces.group(1).isEmpty() && braces.group(2).isEmpty())) {
      return new long[0];
    }
    at = braces.end();
    long least = count(braces.group(1), 0);
    long most = braces.group(2).isEmpty() ? least : count(braces.group(3), ENDLESS);
    if (least > most) {
      throw new IllegalArgumentException("the least number of repeats is larger than the most");
    }
    return new long[] {least, most};
  }

  private static long count(String digits, long byDefault) {
    if (digits.length() > 9) {
      throw new IllegalArgumentException("a number of repeats is too large");
    }
    return digits.isEmpty() ? byDefault : Long.parseLong(digits);
  }

  private Width atom() {
    char c = source.charAt(at++);
    return switch (c) {
      case '.' -> written(".", 1);
      case '^', '$' -> written(String.valueOf(c), 0);
      case '(' -> group();
      case '[' -> set();
      case '\\' -> escape();
      case '*', '+', '?' -> throw new IllegalArgumentException("there is nothing to repeat");
      case '{' -> {
        at--;
        int here = at;
        if (quantifier().length > 0) {
          throw new IllegalArgumentException("there is nothing to repeat");
        }
        at = here + 1;
        yield written("\\{", 1);
      }
      default -> literal(c);
    };
  }

  private Width written(String text, int width) {
    out.append(text);
    return new Width(width, width);
  }

  private Width literal(int c) {
    if (c < 128 && !Character.isLetterOrDigit(c)) {
      out.append('\\');
    }
    out.appendCodePoint(c);
    return new Width(1, 1);
  }

  private Width group() {
    if (!accept("?")) {
      return captured(++groups);
    }
    char kind = next("a group does not end");
    return switch (kind) {
      case ':', '=', '!', '>' -> {
        out.append("(?").append(kind);
        Width width = inside();
        yield kind == '=' || kind == '!' ? new Width(0, 0) : width;
      }
      case '<' -> lookBehind();
      case 'P' -> named();
      case '(' -> conditional();
      default -> flagged(kind);
    };
  }

  private Width captured(int number) {
    numbers.put(number, ++javaGroups);
    out.append('(');
    Width width = alternatives();
    if (marked) {
      marks.put(number, ++javaGroups);
      out.append("()");
    }
    close();
    widths.put(number, width);
    return width;
  }

  /** {@code (?(group)yes|no)}: what is matched depends on whether the group took part. */
  private Width conditional() {
    int end = source.indexOf(')', at);
    String name = end < 0 ? "" : source.substring(at, end);
    Integer number = name.matches("[0-9]{1,3}") ? Integer.valueOf(name) : names.get(name);
    Integer mark = marks.get(number == null ? -1 : number);
    if (mark == null) {
      throw new IllegalArgumentException("there is no group " + name + " before its condition");
    }
    at = end + 1;
    out.append("(?:(?:\\").append(mark).append(')');
    Width width = sequence();
    out.append("|(?!\\").append(mark).append(')');
    width = width.or(accept("|") ? sequence() : new Width(0, 0));
    close();
    return width;
  }

  private Width inside() {
    Width width = alternatives();
    close();
    return width;
  }

  private void close() {
    if (!accept(")")) {
      throw new IllegalArgumentException("a group does not end");
    }
    out.append(')');
  }

  private Width lookBehind() {
    char kind = next("a group does not end");
    if (kind != '=' && kind != '!') {
      throw new IllegalArgumentException("a named group is written (?P<name>...)");
    }
    out.append("(?<").append(kind);
    Width width = inside();
    if (width.least() != width.most()) {
      throw new IllegalArgumentException("what stands behind (?< must have one length");
    }
    return new Width(0, 0);
  }

  private Width named() {
    if (accept("<")) {
      String name = name('>');
      if (names.containsKey(name)) {
        throw new IllegalArgumentException("two groups are named " + name);
      }
      names.put(name, ++groups);
      return captured(groups);
    }
    if (!accept("=")) {
      throw new IllegalArgumentException("a group begins with an unknown (?P");
    }
    String name = name(')');
    Integer number = names.get(name);
    if (number == null) {
      throw new IllegalArgumentException("there is no group named " + name);
    }
    return referred(number);
  }

  private Width referred(int number) {
    Width width = widths.get(number);
    if (width == null) {
      throw new IllegalArgumentException("group " + number + " is used within itself");
    }
    out.append("(?:\\").append(numbers.get(number)).append(')');
    return width;
  }

  private String name(char close) {
    int end = source.indexOf(close, at);
    String name = end < 0 ? "" : source.substring(at, end);
    if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]*")) {
      throw new IllegalArgumentException("a group has a bad name");
    }
    at = end + 1;
    return name;
  }

  private Width flagged(char first) {
    int from = at - 1;
    while (more() && "aimsux-L".indexOf(source.charAt(at)) >= 0) {
      at++;
    }
    String flags = source.substring(from, at);
    if (accept(")")) {
      throw new IllegalArgumentException("flags for all stand at the beginning only");
    }
    if (!flags.matches("[aimsux]*(-[imsx]+)?") || flags.isEmpty() || !accept(":")) {
      throw new IllegalArgumentException("a group begins with an unknown (?" + first);
    }
    refuseContradiction(flags);
    boolean before = verbose;
    int minus = flags.indexOf('-');
    if (minus >= 0 && flags.substring(minus + 1).chars().anyMatch(c -> flags.indexOf(c) < minus)) {
      throw new IllegalArgumentException("a flag is turned on and off at once");
    }
    int x = flags.indexOf('x');
    verbose = x < 0 ? verbose : minus < 0 || x < minus;
    out.append("(?").append(javaFlags(flags)).append(':');
    Width width = inside();
    verbose = before;
    return width;
  }

  private Width escape() {
    char c = next("a \\ at the end says nothing");
    return switch (c) {
      case 'd', 'D', 'w', 'W', 's', 'S' -> written("\\" + c, 1);
      case 'b', 'B', 'A' -> written("\\" + c, 0);
      case 'Z' -> written("\\z", 0);
      default -> c >= '1' && c <= '9' ? reference(c) : literal(character(c));
    };
  }

  private Width reference(char first) {
    int from = at - 1;
    boolean octal =
        at + 1 < source.length()
            && first <= '3'
            && isOctal(source.charAt(at))
            && isOctal(source.charAt(at + 1));
    if (octal) {
      at += 2;
      return literal(Integer.parseInt(source.substring(from, at), 8));
    }
    if (more() && Character.isDigit(source.charAt(at)) && source.charAt(at) < 128) {
      at++;
    }
    int number = Integer.parseInt(source.substring(from, at));
    if (number > groups || number > 99) {
      throw new IllegalArgumentException("there is no group " + number);
    }
    return referred(number);
  }

  private Width set() {
    out.append('[');
    if (accept("^")) {
      out.append('^');
    }
    boolean first = true;
    while (first || !more() || source.charAt(at) != ']') {
      first = false;
      int low = member();
      boolean range =
          at + 1 < source.length() && source.charAt(at) == '-' && source.charAt(at + 1) != ']';
      if (range) {
        at++;
        out.append('-');
        int high = member();
        if (low < 0 || high < 0 || low > high) {
          throw new IllegalArgumentException("a set has a bad range");
        }
      }
    }
    at++;
    out.append(']');
    return new Width(1, 1);
  }

  /** One member of a set; -1 for a class of characters. */
  private int member() {
    char c = next("a set does not end");
    int point = c;
    if (c == '\\') {
      char kind = next("a set does not end");
      if ("dDwWsS".indexOf(kind) >= 0) {
        out.append('\\').append(kind);
        return -1;
      }
      if (isOctal(kind) && kind != '0') {
        at--;
        int from = at;
        while (at < from + 3 && more() && isOctal(source.charAt(at))) {
          at++;
        }
        point = Integer.parseInt(source.substring(from, at), 8);
      } else {
        point = kind == 'b' ? '\b' : character(kind);
      }
    } else if (Character.isHighSurrogate(c) && more()) {
      point = Character.toCodePoint(c, source.charAt(at++));
    }
    if (point < 128 && !Character.isLetterOrDigit(point)) {
      out.append('\\');
    }
    out.appendCodePoint(point);
    return point;
  }
}
