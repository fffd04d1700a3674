package io.sesamo.model.template;

import io.sesamo.model.template.Types.Bytes;
import io.sesamo.model.template.Types.Group;
import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Range;
import io.sesamo.model.template.Types.SetOf;
import io.sesamo.model.template.Types.Tuple;
import io.sesamo.model.template.Types.Undefined;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Values as Python prints them. */
final class Printer {

  private static final int DEEPEST = 100;

  private Printer() {}

  /** {@code str(value)}. */
  static String text(Object value) {
    return switch (Python.defined(value)) {
      case String text -> text;
      case Markup markup -> markup.text();
      case Undefined lenient -> "";
      case LocalDate date -> date.toString();
      case LocalDateTime time -> time(time);
      case OffsetDateTime time -> time(time.toLocalDateTime()) + offset(time.getOffset());
      default -> representation(value);
    };
  }

  private static String time(LocalDateTime time) {
    boolean whole = time.equals(time.truncatedTo(ChronoUnit.SECONDS));
    String pattern = whole ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.SSSSSS";
    return time.format(DateTimeFormatter.ofPattern(pattern));
  }

  private static String offset(ZoneOffset offset) {
    return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
  }

  /** {@code repr(value)}. */
  static String representation(Object value) {
    StringBuilder out = new StringBuilder();
    represent(value, out, 0);
    return out.toString();
  }

  private static void represent(Object value, StringBuilder out, int depth) {
    if (depth > DEEPEST) {
      throw new TemplateException(0, "A value is nested too deeply to be printed");
    }
    switch (value) {
      case None none -> out.append("None");
      case Boolean truth -> out.append(truth ? "True" : "False");
      case Double number -> out.append(decimal(number));
      case String text -> quote(text, out);
      case Markup markup -> {
        out.append("Markup(");
        quote(markup.text(), out);
        out.append(')');
      }
      case Bytes bytes -> bytes(bytes.value(), out);
      case Dict dict -> dict(dict, out, depth);
      case List<?> list -> items(list, "[", "]", out, depth);
      case Tuple tuple ->
          items(tuple.items(), "(", tuple.items().size() == 1 ? ",)" : ")", out, depth);
      case Group group -> represent(group.pair(), out, depth);
      case Types.View view -> items(view.items(), view.name() + "([", "])", out, depth);
      case SetOf set when set.members().size() == 0 -> out.append("set()");
      case SetOf set -> items(set.members().keys(), "{", "}", out, depth);
      case Range range -> range(range, out);
      case Undefined undefined -> out.append("Undefined");
      case LocalDate date ->
          out.append(
              "datetime.date(%d, %d, %d)"
                  .formatted(date.getYear(), date.getMonthValue(), date.getDayOfMonth()));
      case LocalDateTime time -> datetime(time, "", out);
      case OffsetDateTime time -> datetime(time.toLocalDateTime(), zone(time.getOffset()), out);
      case java.math.BigInteger number when number.bitLength() > 14_284 ->
          throw new TemplateException(0, "A number has more than 4300 digits");
      case java.math.BigInteger number -> out.append(number);
      case Types.Named named -> out.append(named.shown());
      case Types.Namespace namespace -> {
        out.append("<Namespace ");
        dict(Dict.of(namespace.values()), out, depth + 1);
        out.append('>');
      }
      case Types.Function function -> out.append("<function>");
      case Types.Generator generator -> out.append("<generator>");
      default -> out.append('<').append(Python.type(value)).append('>');
    }
  }

  private static void dict(Dict dict, StringBuilder out, int depth) {
    out.append('{');
    String comma = "";
    for (Dict.Entry entry : dict.entries()) {
      out.append(comma);
      represent(entry.key(), out, depth + 1);
      out.append(": ");
      represent(entry.value(), out, depth + 1);
      comma = ", ";
    }
    out.append('}');
  }

  private static void items(
      List<?> items, String open, String close, StringBuilder out, int depth) {
    out.append(open);
    String comma = "";
    for (Object item : items) {
      out.append(comma);
      represent(item, out, depth + 1);
      comma = ", ";
    }
    out.append(close);
  }

  private static void range(Range range, StringBuilder out) {
    out.append("range(").append(range.start()).append(", ").append(range.stop());
    if (range.step() != 1) {
      out.append(", ").append(range.step());
    }
    out.append(')');
  }

  private static void datetime(LocalDateTime time, String zone, StringBuilder out) {
    out.append(
        "datetime.datetime(%d, %d, %d, %d, %d"
            .formatted(
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute()));
    int micros = time.get(ChronoField.MICRO_OF_SECOND);
    if (time.getSecond() != 0 || micros != 0) {
      out.append(", ").append(time.getSecond());
    }
    if (micros != 0) {
      out.append(", ").append(micros);
    }
    out.append(zone).append(')');
  }

  private static String zone(ZoneOffset offset) {
    if (offset.equals(ZoneOffset.UTC)) {
      return ", tzinfo=datetime.timezone.utc";
    }
    int seconds = offset.getTotalSeconds();
    String delta = seconds < 0 ? "days=-1, seconds=" + (86_400 + seconds) : "seconds=" + seconds;
    return ", tzinfo=datetime.timezone(datetime.timedelta(" + delta + "))";
  }

  /** A float as Python prints it: the shortest digits, an exponent only far from 1. */
  static String decimal(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal digits = shortest(number);
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = digits.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String unscaled = digits.unscaledValue().abs().toString();
    String mantissa =
        unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
    String size = String.valueOf(Math.abs(exponent));
    return (number < 0 ? "-" : "")
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (size.length() == 1 ? "0" + size : size);
  }

  /** Java prints two digits at least, also where one says the same number. */
  private static BigDecimal shortest(double number) {
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    BigDecimal one = digits.round(new MathContext(1));
    return one.doubleValue() == number ? one.stripTrailingZeros() : digits;
  }

  private static void quote(String text, StringBuilder out) {
    char quote = (text.contains("'") && !text.contains("\"")) ? '"' : '\'';
    out.append(quote);
    text.codePoints().forEach(c -> character(c, quote, printable(c), out));
    out.append(quote);
  }

  private static void character(int c, char quote, boolean plain, StringBuilder out) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (plain) {
          out.appendCodePoint(c);
        } else {
          out.append((c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
      }
    }
  }

  /** Python's {@code isprintable} of one character. */
  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  private static void bytes(byte[] value, StringBuilder out) {
    String all = new String(value, java.nio.charset.StandardCharsets.ISO_8859_1);
    char quote = (all.contains("'") && !all.contains("\"")) ? '"' : '\'';
    out.append('b').append(quote);
    for (byte b : value) {
      int c = b & 0xff;
      character(c, quote, c >= ' ' && c < 0x7f, out);
    }
    out.append(quote);
  }
}
