package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Bytes;
import io.sesamo.model.template.Types.Function;
import io.sesamo.model.template.Types.Tuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The methods of Python's texts. */
final class TextMethods {

  private static final int LARGEST_WIDTH = 1 << 20;

  private final Budget budget;

  TextMethods(Budget budget) {
    this.budget = budget;
  }

  private static Optional<Function> of(Function function) {
    return Optional.of(function);
  }

  Optional<Function> find(String text, String name) {
    return switch (name) {
      case "upper" -> plain(name, () -> text.toUpperCase(Locale.ROOT));
      case "lower" -> plain(name, () -> text.toLowerCase(Locale.ROOT));
      case "casefold" -> plain(name, () -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
      case "capitalize" -> plain(name, () -> capitalized(text));
      case "title" -> plain(name, () -> titled(text));
      case "swapcase" -> plain(name, () -> swapped(text));
      case "strip", "lstrip", "rstrip" -> of(a -> stripped(text, name, a));
      case "split", "rsplit" -> of(a -> split(text, name, a));
      case "splitlines" -> of(a -> lines(text, a));
      case "partition", "rpartition" -> of(a -> partition(text, name, a));
      case "join" -> of(a -> joined(text, a));
      case "replace" -> of(a -> replaced(text, a));
      case "startswith", "endswith" -> of(a -> begins(text, name, a));
      case "removeprefix", "removesuffix" -> of(a -> removed(text, name, a));
      case "find", "rfind", "index", "rindex" -> of(a -> position(text, name, a));
      case "count" -> of(a -> count(text, a));
      case "center", "ljust", "rjust" -> of(a -> justified(text, name, a));
      case "zfill" -> of(a -> zeroed(text, a));
      case "expandtabs" -> of(a -> expanded(text, a));
      case "encode" ->
          of(a -> {
            a.bind(name, "encoding?", "errors?");
            return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
          });
      case "format" ->
          of(a -> {
            String formatted = Formats.braces(text, a, new Attributes(budget, new Remarks()));
            budget.make(formatted.length());
            return formatted;
          });
      case "format_map" ->
          of(a -> {
            java.util.Map<String, Object> named = new java.util.LinkedHashMap<>();
            if (a.bind(name, "mapping")[0] instanceof Dict dict) {
              dict.entries().forEach(entry -> named.put(Python.text(entry.key()), entry.value()));
            }
            return Formats.braces(
                text, new Arguments(List.of(), named), new Attributes(budget, new Remarks()));
          });
      case "isupper" -> of(a -> Tests.cased(text, true));
      case "islower" -> of(a -> Tests.cased(text, false));
      case "isalpha" -> all(text, Character::isLetter);
      case "isalnum" -> all(text, Character::isLetterOrDigit);
      case "isdigit", "isdecimal", "isnumeric" -> all(text, Character::isDigit);
      case "isspace" -> all(text, Character::isWhitespace);
      case "isascii" -> of(a -> text.chars().allMatch(c -> c < 128));
      case "isidentifier" -> of(a -> text.matches("[\\p{L}_][\\p{L}\\p{N}_]*"));
      case "isprintable" -> of(a -> text.chars().noneMatch(Character::isISOControl));
      case "istitle" -> of(a -> !text.isEmpty() && titled(text).equals(text));
      default -> Optional.empty();
    };
  }

  private static Optional<Function> plain(String name, java.util.function.Supplier<String> method) {
    return of(a -> {
      a.bind(name);
      return method.get();
    });
  }

  private static Optional<Function> all(String text, IntPredicate holds) {
    return of(a -> !text.isEmpty() && text.codePoints().allMatch(holds));
  }

  static String capitalized(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int end = text.offsetByCodePoints(0, 1);
    return text.substring(0, end).toUpperCase(Locale.ROOT)
        + text.substring(end).toLowerCase(Locale.ROOT);
  }

  private static String titled(String text) {
    StringBuilder out = new StringBuilder();
    boolean inside = false;
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inside = Character.isLetter(c);
    }
    return out.toString();
  }

  private static String swapped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c ->
            out.append(
                Character.isUpperCase(c)
                    ? Character.toString(c).toLowerCase(Locale.ROOT)
                    : Character.toString(c).toUpperCase(Locale.ROOT)));
    return out.toString();
  }

  private static Object stripped(String text, String name, Arguments arguments) {
    @Nullable Object given = arguments.bind(name, "chars?")[0];
    return stripped(
        text,
        given == null || given == None.NONE ? null : Python.string(given),
        !name.equals("rstrip"),
        !name.equals("lstrip"));
  }

  /** Without the signs at its ends; without white space where they are null. */
  static String stripped(String text, @Nullable String signs, boolean left, boolean right) {
    int[] points = text.codePoints().toArray();
    int start = 0;
    int end = points.length;
    while (left && start < end && goes(points[start], signs)) {
      start++;
    }
    while (right && end > start && goes(points[end - 1], signs)) {
      end--;
    }
    return new String(points, start, end - start);
  }

  private static boolean goes(int c, @Nullable String signs) {
    return signs == null
        ? Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85 || c == 0x1c
        : signs.indexOf(c) >= 0;
  }

  private Object split(String text, String name, Arguments arguments) {
    @Nullable Object[] given = arguments.bind(name, "sep?", "maxsplit?");
    int most = given[1] == null ? -1 : Python.small(given[1]);
    boolean right = name.equals("rsplit");
    List<Object> parts = new ArrayList<>();
    budget.make(text.length());
    if (given[0] == null || given[0] == None.NONE) {
      words(text, most, right, parts);
    } else {
      String separator = Python.string(given[0]);
      if (separator.isEmpty()) {
        throw new TemplateException(0, "The separator of split is empty");
      }
      parts(text, separator, most, right, parts);
    }
    return parts;
  }

  /** The words between white space, from the left or from the right. */
  private static void words(String text, int most, boolean right, List<Object> parts) {
    int start = 0;
    int end = text.length();
    while (true) {
      while (!right && start < end && goes(text.charAt(start), null)) {
        start++;
      }
      while (right && end > start && goes(text.charAt(end - 1), null)) {
        end--;
      }
      if (start == end) {
        break;
      }
      int cut = right ? end : start;
      if (most >= 0 && parts.size() == most) {
        cut = right ? start : end;
      } else if (right) {
        while (cut > start && !goes(text.charAt(cut - 1), null)) {
          cut--;
        }
      } else {
        while (cut < end && !goes(text.charAt(cut), null)) {
          cut++;
        }
      }
      parts.add(right ? text.substring(cut, end) : text.substring(start, cut));
      start = right ? start : cut;
      end = right ? cut : end;
    }
    if (right) {
      java.util.Collections.reverse(parts);
    }
  }

  private static void parts(
      String text, String separator, int most, boolean right, List<Object> parts) {
    int start = 0;
    int end = text.length();
    while (most < 0 || parts.size() < most) {
      int cut =
          right
              ? text.lastIndexOf(separator, end - separator.length())
              : text.indexOf(separator, start);
      if (cut < 0 || (right && cut + separator.length() > end)) {
        break;
      }
      parts.add(right ? text.substring(cut + separator.length(), end) : text.substring(start, cut));
      start = right ? start : cut + separator.length();
      end = right ? cut : end;
    }
    parts.add(text.substring(start, end));
    if (right) {
      java.util.Collections.reverse(parts);
    }
  }

  private static Object lines(String text, Arguments arguments) {
    @Nullable Object keep = arguments.bind("splitlines", "keepends?")[0];
    return lines(text, keep != null && Python.truth(keep));
  }

  /** The lines of a text; one without an end at its end is a line too. */
  static List<Object> lines(String text, boolean keepEnds) {
    List<Object> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(c) >= 0) {
        int end = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
        lines.add(text.substring(start, keepEnds ? end : i));
        start = end;
        i = end - 1;
      }
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static Object partition(String text, String name, Arguments arguments) {
    String separator = Python.string(orNone(arguments.bind(name, "sep")[0]));
    boolean right = name.startsWith("r");
    int cut = right ? text.lastIndexOf(separator) : text.indexOf(separator);
    if (separator.isEmpty()) {
      throw new TemplateException(0, "The separator of " + name + " is empty");
    }
    if (cut < 0) {
      return right ? Tuple.of("", "", text) : Tuple.of(text, "", "");
    }
    return Tuple.of(text.substring(0, cut), separator, text.substring(cut + separator.length()));
  }

  private static Object orNone(@Nullable Object value) {
    return value == null ? None.NONE : value;
  }

  private Object joined(String text, Arguments arguments) {
    List<Object> items = Python.iterate(orNone(arguments.bind("join", "iterable")[0]));
    String all = String.join(text, items.stream().map(Python::string).toList());
    budget.make(all.length());
    return all;
  }

  private Object replaced(String text, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("replace", "old", "new", "count?");
    int most = given[2] == null ? -1 : Python.small(given[2]);
    return replaced(text, Python.string(orNone(given[0])), Python.string(orNone(given[1])), most);
  }

  /** Replaces the first of what is found, or all below 0. */
  String replaced(String text, String old, String fresh, int most) {
    budget.make(text.length() + (text.length() + 1L) * fresh.length());
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int made = 0; most < 0 || made < most; made++) {
      int at = old.isEmpty() ? (made == 0 ? 0 : from + 1) : text.indexOf(old, from);
      if (at < 0 || at > text.length()) {
        break;
      }
      out.append(text, from, at).append(fresh);
      from = at + old.length();
    }
    return out.append(text.substring(from)).toString();
  }

  private static Object begins(String text, String name, Arguments arguments) {
    @Nullable Object[] given = arguments.bind(name, "prefix", "start?", "end?");
    String part = (String) Operators.slice(text, bound(given[1]), bound(given[2]), null);
    List<Object> wanted =
        given[0] instanceof Tuple tuple ? tuple.items() : List.of(orNone(given[0]));
    return wanted.stream()
        .map(Python::string)
        .anyMatch(each -> name.equals("startswith") ? part.startsWith(each) : part.endsWith(each));
  }

  private static @Nullable Integer bound(@Nullable Object value) {
    return value == null || value == None.NONE ? null : (Integer) Python.small(value);
  }

  private static Object removed(String text, String name, Arguments arguments) {
    String part = Python.string(orNone(arguments.bind(name, "part")[0]));
    if (name.equals("removeprefix")) {
      return text.startsWith(part) ? text.substring(part.length()) : text;
    }
    return !part.isEmpty() && text.endsWith(part)
        ? text.substring(0, text.length() - part.length())
        : text;
  }

  private static Object position(String text, String name, Arguments arguments) {
    @Nullable Object[] given = arguments.bind(name, "sub", "start?", "end?");
    String wanted = Python.string(orNone(given[0]));
    int start = given[1] == null ? 0 : Python.small(given[1]);
    int from = start < 0 ? Math.max(0, start + text.length()) : Math.min(start, text.length());
    String part = (String) Operators.slice(text, from, bound(given[2]), null);
    int at = name.startsWith("r") ? part.lastIndexOf(wanted) : part.indexOf(wanted);
    if (at < 0 && name.endsWith("index")) {
      throw new TemplateException(0, Python.representation(wanted) + " is not in the text");
    }
    return BigInteger.valueOf(at < 0 ? -1 : part.codePointCount(0, at) + from);
  }

  private static Object count(String text, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("count", "sub", "start?", "end?");
    String wanted = Python.string(orNone(given[0]));
    String part = (String) Operators.slice(text, bound(given[1]), bound(given[2]), null);
    if (wanted.isEmpty()) {
      return BigInteger.valueOf(part.codePointCount(0, part.length()) + 1L);
    }
    long count = 0;
    for (int at = part.indexOf(wanted); at >= 0; at = part.indexOf(wanted, at + wanted.length())) {
      count++;
    }
    return BigInteger.valueOf(count);
  }

  private Object justified(String text, String name, Arguments arguments) {
    @Nullable Object[] given = arguments.bind(name, "width", "fillchar?");
    String fill = given[1] == null ? " " : Python.string(given[1]);
    if (fill.codePointCount(0, fill.length()) != 1) {
      throw new TemplateException(0, "A text is filled up with one character");
    }
    return justified(text, name, Python.small(orNone(given[0])), fill);
  }

  String justified(String text, String name, int width, String fill) {
    int missing = Math.max(0, width - text.codePointCount(0, text.length()));
    if (missing > LARGEST_WIDTH) {
      throw new TemplateException(0, "A text is filled up too far");
    }
    budget.make(missing);
    int left =
        switch (name) {
          case "ljust" -> 0;
          case "rjust" -> missing;
          default -> missing / 2 + (missing & width & 1);
        };
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }

  private Object zeroed(String text, Arguments arguments) {
    int width = Python.small(orNone(arguments.bind("zfill", "width")[0]));
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String sign = signed ? text.substring(0, 1) : "";
    String digits = signed ? text.substring(1) : text;
    return sign + justified(digits, "rjust", width - sign.length(), "0");
  }

  private Object expanded(String text, Arguments arguments) {
    @Nullable Object given = arguments.bind("expandtabs", "tabsize?")[0];
    int size = given == null ? 8 : Math.clamp(Python.small(given), 0, 1000);
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        int blanks = size == 0 ? 0 : size - column % size;
        budget.make(blanks);
        out.repeat(' ', blanks);
        column += blanks;
      } else {
        out.append(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return out.toString();
  }
}
