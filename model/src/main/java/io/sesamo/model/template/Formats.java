package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Tuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's two ways to format a text: {@code "%d" % value} and {@code "{}".format(value)}. */
final class Formats {

  private static final int LARGEST_WIDTH = 10_000;
  private static final Pattern PERCENT =
      Pattern.compile(
          "%(?:\\(([^)]*)\\))?([-+ #0]*)(\\*|[0-9]+)?(?:\\.(\\*|[0-9]*))?[hlL]?(.)",
          Pattern.DOTALL);
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?([0-9]+)?([,_])?(?:\\.([0-9]+))?([a-zA-Z%])?",
          Pattern.DOTALL);

  private Formats() {}

  private static TemplateException error(String words) {
    return new TemplateException(0, words);
  }

  /** {@code format % values}. */
  static String percent(String format, Object values) {
    List<Object> items = values instanceof Tuple tuple ? tuple.items() : List.of(values);
    StringBuilder out = new StringBuilder();
    Matcher matcher = PERCENT.matcher(format);
    int used = 0;
    int from = 0;
    boolean named = false;
    while (matcher.find(from)) {
      out.append(format, from, matcher.start());
      from = matcher.end();
      String kind = matcher.group(5);
      if (kind.equals("%")) {
        out.append('%');
        continue;
      }
      String width = orEmpty(matcher.group(3));
      if (width.equals("*")) {
        width = String.valueOf(Python.small(item(items, used++)));
      }
      String precision =
          matcher.group(4) == null ? "" : matcher.group(4).isEmpty() ? "0" : matcher.group(4);
      if (precision.equals("*")) {
        precision = String.valueOf(Python.small(item(items, used++)));
      }
      Object value;
      if (matcher.group(1) != null) {
        named = true;
        String key = matcher.group(1);
        value =
            values instanceof Dict dict
                ? dict.get(key).orElseThrow(() -> error("There is no value named " + key))
                : fail("A format with names needs a map");
      } else {
        value = item(items, used++);
      }
      out.append(percent(value, kind, orEmpty(matcher.group(2)), width, precision));
    }
    String rest = format.substring(from);
    if (rest.contains("%")) {
      throw error("A % at the end of a format says nothing");
    }
    if (!named && used < items.size() && !(values instanceof Dict)) {
      throw error("Not all values of a format are used");
    }
    return out.append(rest).toString();
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  private static Object fail(String words) {
    throw error(words);
  }

  private static Object item(List<Object> items, int index) {
    if (index >= items.size()) {
      throw error("A format lacks a value");
    }
    return Python.defined(items.get(index));
  }

  private static String percent(
      Object value, String kind, String flags, String width, String precision) {
    boolean left = flags.contains("-");
    String sign = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    String fill = !left && flags.contains("0") ? "0" : "";
    String alternate = flags.contains("#") ? "#" : "";
    String points = precision.isEmpty() ? "" : "." + precision;
    return switch (kind) {
      case "s", "r", "a" -> {
        String text = kind.equals("s") ? Python.text(value) : Python.representation(value);
        yield format(text, (left ? "<" : ">") + width + points);
      }
      case "d", "i", "u", "x", "X", "o" -> {
        if (!Python.isNumber(value)) {
          throw error("%" + kind + " needs a number, not a value of type " + Python.type(value));
        }
        BigInteger number =
            value instanceof Double decimal
                ? new BigDecimal(decimal).toBigInteger()
                : Python.integer(value);
        String type = kind.equals("i") || kind.equals("u") ? "d" : kind;
        if (!precision.isEmpty()) {
          String digits = format(number.abs(), "0" + precision + type);
          String minus = number.signum() < 0 ? "-" : sign;
          yield format(minus + digits, (left ? "<" : ">") + width);
        }
        yield format(number, (left ? "<" : "") + sign + alternate + fill + width + type);
      }
      case "f", "F", "e", "E", "g", "G" ->
          format(
              Python.number(value),
              (left ? "<" : "") + sign + alternate + fill + width + points + kind);
      case "c" ->
          format(
              Python.isText(value) ? Python.string(value) : Character.toString(Python.small(value)),
              (left ? "<" : ">") + width);
      default -> throw error("A format has no kind " + kind);
    };
  }

  /** {@code format.format(arguments)}. */
  static String braces(String format, Arguments arguments, Attributes attributes) {
    return new Braces(arguments, attributes).expand(format, 2);
  }

  /** One call of {@code format}, which counts the values that are taken without a number. */
  private static final class Braces {
    private final Arguments arguments;
    private final Attributes attributes;
    private int next;

    Braces(Arguments arguments, Attributes attributes) {
      this.arguments = arguments;
      this.attributes = attributes;
    }

    String expand(String format, int depth) {
      if (depth < 0) {
        throw error("A format is nested too deeply");
      }
      StringBuilder out = new StringBuilder();
      int i = 0;
      while (i < format.length()) {
        char c = format.charAt(i);
        boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == c;
        if ((c == '{' || c == '}') && doubled) {
          out.append(c);
          i += 2;
        } else if (c == '}') {
          throw error("A format has a } without a {");
        } else if (c == '{') {
          int end = close(format, i);
          out.append(field(format.substring(i + 1, end), depth));
          i = end + 1;
        } else {
          out.append(c);
          i++;
        }
      }
      return out.toString();
    }

    private static int close(String format, int open) {
      int depth = 0;
      for (int i = open; i < format.length(); i++) {
        depth += format.charAt(i) == '{' ? 1 : format.charAt(i) == '}' ? -1 : 0;
        if (depth == 0) {
          return i;
        }
      }
      throw error("A format has a { without a }");
    }

    private String field(String field, int depth) {
      int colon = field.indexOf(':');
      String head = colon < 0 ? field : field.substring(0, colon);
      int bang = head.indexOf('!');
      // The value before the format: both may take the next argument.
      Object value = lookup(bang < 0 ? head : head.substring(0, bang));
      String spec = colon < 0 ? "" : expand(field.substring(colon + 1), depth - 1);
      Object shown =
          switch (bang < 0 ? "" : head.substring(bang + 1)) {
            case "" -> value;
            case "r", "a" -> Python.representation(value);
            case "s" -> Python.text(value);
            default -> throw error("A format has an unknown conversion");
          };
      return format(shown, spec);
    }

    private Object lookup(String path) {
      Matcher parts = Pattern.compile("^([^.\\[]*)((?:\\.[^.\\[]+|\\[[^\\]]+\\])*)$").matcher(path);
      if (!parts.matches()) {
        throw error("A format has a field that cannot be read: " + path);
      }
      Object value = base(parts.group(1));
      Matcher steps = Pattern.compile("\\.([^.\\[]+)|\\[([^\\]]+)\\]").matcher(parts.group(2));
      while (steps.find()) {
        String index = steps.group(2);
        value =
            index == null
                ? attributes.attribute(value, steps.group(1))
                : attributes.item(
                    value, index.matches("[0-9]{1,9}") ? new BigInteger(index) : index);
      }
      return Python.defined(value);
    }

    private Object base(String name) {
      if (name.isEmpty() || name.matches("[0-9]{1,9}")) {
        int index = name.isEmpty() ? next++ : Integer.parseInt(name);
        return item(arguments.positional(), index);
      }
      Object value = arguments.named().get(name);
      if (value == null) {
        throw error("A format lacks the value " + name);
      }
      return Python.defined(value);
    }
  }

  /** {@code format(value, spec)}. */
  static String format(Object value, String spec) {
    Matcher parts = SPEC.matcher(spec);
    if (!parts.matches()) {
      throw error("The format " + spec + " is not known");
    }
    if (spec.isEmpty()) {
      return Python.text(value);
    }
    String width = orEmpty(parts.group(7));
    String precision = orEmpty(parts.group(9));
    if (width.length() > 5
        || precision.length() > 5
        || (!width.isEmpty() && Integer.parseInt(width) > LARGEST_WIDTH)
        || (!precision.isEmpty() && Integer.parseInt(precision) > LARGEST_WIDTH)) {
      throw error("A format is too wide");
    }
    String type = orEmpty(parts.group(10));
    boolean number = Python.isNumber(value);
    if (!number && !Python.isText(value)) {
      throw error("A value of type " + Python.type(value) + " cannot be formatted");
    }
    boolean zero = parts.group(6) != null;
    String align = orEmpty(parts.group(2));
    String fill = parts.group(1) != null ? parts.group(1) : zero ? "0" : " ";
    if (align.isEmpty()) {
      align = number ? (zero ? "=" : ">") : "<";
    }
    String sign = "";
    String body;
    if (number) {
      body = numeral(value, type, precision, parts.group(5) != null, orEmpty(parts.group(8)));
      boolean minus = body.startsWith("-");
      body = minus ? body.substring(1) : body;
      String wanted = orEmpty(parts.group(3));
      sign = minus ? "-" : wanted.equals("-") ? "" : wanted;
    } else if (type.isEmpty() || type.equals("s")) {
      body = Python.text(value);
      int most = precision.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(precision);
      body =
          body.codePointCount(0, body.length()) <= most
              ? body
              : body.substring(0, body.offsetByCodePoints(0, most));
    } else {
      throw error("The format " + type + " does not fit a value of type " + Python.type(value));
    }
    return padded(sign, body, fill, align, width.isEmpty() ? 0 : Integer.parseInt(width));
  }

  private static String padded(String sign, String body, String fill, String align, int width) {
    int length = body.codePointCount(0, body.length()) + sign.length();
    int missing = Math.max(0, width - length);
    return switch (align) {
      case "<" -> sign + body + fill.repeat(missing);
      case "=" -> sign + fill.repeat(missing) + body;
      case "^" -> fill.repeat(missing / 2) + sign + body + fill.repeat(missing - missing / 2);
      default -> fill.repeat(missing) + sign + body;
    };
  }

  private static String numeral(
      Object value, String type, String precision, boolean alternate, String group) {
    boolean decimal = value instanceof Double || (!type.isEmpty() && "eEfFgG%".contains(type));
    if (decimal) {
      String text = decimal(Python.number(value), type, precision);
      int point = text.indexOf('.');
      int exponent = text.indexOf('e');
      int end = point >= 0 ? point : exponent >= 0 ? exponent : text.length();
      return group.isEmpty()
          ? text
          : grouped(text.substring(0, end), group, 3) + text.substring(end);
    }
    if (!precision.isEmpty()) {
      throw error("A whole number has no precision");
    }
    BigInteger number = Python.integer(value);
    return switch (type) {
      case "", "d", "n" -> grouped(number.toString(), group, 3);
      case "x" -> based(number, 16, alternate ? "0x" : "", group);
      case "X" -> based(number, 16, alternate ? "0x" : "", group).toUpperCase(Locale.ROOT);
      case "o" -> based(number, 8, alternate ? "0o" : "", group);
      case "b" -> based(number, 2, alternate ? "0b" : "", group);
      case "c" -> Character.toString(Python.small(number));
      default -> throw error("The format " + type + " does not fit a whole number");
    };
  }

  private static String based(BigInteger number, int base, String prefix, String group) {
    return (number.signum() < 0 ? "-" : "")
        + prefix
        + grouped(number.abs().toString(base), group, 4);
  }

  private static String grouped(String digits, String separator, int size) {
    if (separator.isEmpty()) {
      return digits;
    }
    boolean minus = digits.startsWith("-");
    StringBuilder out = new StringBuilder(minus ? digits.substring(1) : digits);
    for (int i = out.length() - size; i > 0; i -= size) {
      out.insert(i, separator);
    }
    return (minus ? "-" : "") + out;
  }

  private static String decimal(double number, String type, String precision) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Printer.decimal(number);
    }
    int digits = precision.isEmpty() ? 6 : Integer.parseInt(precision);
    BigDecimal exact = new BigDecimal(number);
    String minus = number < 0 || 1 / number < 0 ? "-" : "";
    BigDecimal size = exact.abs();
    return switch (type) {
      case "f", "F" -> minus + size.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
      case "%" ->
          minus
              + size.movePointRight(2).setScale(digits, RoundingMode.HALF_EVEN).toPlainString()
              + "%";
      case "e" -> minus + scientific(size, digits);
      case "E" -> minus + scientific(size, digits).toUpperCase(Locale.ROOT);
      case "g", "n" -> minus + general(size, Math.max(1, digits));
      case "G" -> minus + general(size, Math.max(1, digits)).toUpperCase(Locale.ROOT);
      case "" -> precision.isEmpty() ? Printer.decimal(number) : shortest(minus, size, digits);
      default -> throw error("The format " + type + " does not fit a decimal");
    };
  }

  /** Without a kind a decimal keeps a point. */
  private static String shortest(String minus, BigDecimal size, int digits) {
    String text = general(size, Math.max(1, digits));
    return minus + (text.contains(".") || text.contains("e") ? text : text + ".0");
  }

  private static String scientific(BigDecimal size, int digits) {
    if (size.signum() == 0) {
      return (digits == 0 ? "0" : "0." + "0".repeat(digits)) + "e+00";
    }
    BigDecimal rounded = size.round(new java.math.MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String all = rounded.unscaledValue().toString();
    all =
        all.length() > digits + 1
            ? all.substring(0, digits + 1)
            : all + "0".repeat(digits + 1 - all.length());
    String mantissa = digits == 0 ? all : all.charAt(0) + "." + all.substring(1);
    String power = String.valueOf(Math.abs(exponent));
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + (power.length() == 1 ? "0" : "") + power;
  }

  private static String general(BigDecimal size, int digits) {
    if (size.signum() == 0) {
      return "0";
    }
    BigDecimal rounded = size.round(new java.math.MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < digits) {
      return rounded.stripTrailingZeros().toPlainString();
    }
    String text = scientific(size, digits - 1);
    int e = text.indexOf('e');
    String mantissa = text.substring(0, e);
    if (mantissa.contains(".")) {
      mantissa = mantissa.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return mantissa + text.substring(e);
  }
}
