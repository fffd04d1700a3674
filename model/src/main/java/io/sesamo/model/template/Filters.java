package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Tuple;
import io.sesamo.model.template.Types.Undefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Jinja's filters, all but {@code random}: what a workflow is must not depend on chance. Those on
 * lists stand in {@link ListFilters}.
 */
final class Filters {

  static final Set<String> NAMES =
      Set.of(
          "abs",
          "attr",
          "batch",
          "capitalize",
          "center",
          "count",
          "d",
          "default",
          "dictsort",
          "e",
          "escape",
          "filesizeformat",
          "first",
          "float",
          "forceescape",
          "format",
          "groupby",
          "indent",
          "int",
          "items",
          "join",
          "last",
          "length",
          "list",
          "lower",
          "map",
          "max",
          "min",
          "pprint",
          "reject",
          "rejectattr",
          "replace",
          "reverse",
          "round",
          "safe",
          "select",
          "selectattr",
          "slice",
          "sort",
          "string",
          "striptags",
          "sum",
          "title",
          "tojson",
          "trim",
          "truncate",
          "unique",
          "upper",
          "urlencode",
          "urlize",
          "wordcount",
          "wordwrap",
          "xmlattr");

  private static final Pattern WORD_BEGINNING = Pattern.compile("([-\\s({\\[<]+)");

  private final Evaluator evaluator;
  private final Attributes attributes;
  private final Budget budget;
  private final TextMethods texts;
  private final ListFilters lists;

  Filters(Evaluator evaluator, Attributes attributes, Operators operators, Budget budget) {
    this.evaluator = evaluator;
    this.attributes = attributes;
    this.budget = budget;
    this.texts = new TextMethods(budget);
    this.lists = new ListFilters(this, attributes, operators, budget);
  }

  Object apply(String name, Object value, Arguments arguments) {
    return switch (name) {
      case "default", "d" -> byDefault(value, arguments);
      case "items" -> items(value, arguments);
      case "attr" -> attribute(value, arguments);
      default -> onDefined(name, Python.defined(value), arguments);
    };
  }

  private Object onDefined(String name, Object value, Arguments a) {
    return switch (name) {
      case "upper" -> text(name, a, Python.text(value).toUpperCase(Locale.ROOT));
      case "lower" -> text(name, a, Python.text(value).toLowerCase(Locale.ROOT));
      case "capitalize" -> text(name, a, TextMethods.capitalized(Python.text(value)));
      case "title" -> text(name, a, titled(Python.text(value)));
      case "string" -> {
        a.bind(name);
        yield value instanceof Markup ? value : Python.text(value);
      }
      case "trim" -> trim(value, a);
      case "center" -> {
        @Nullable Object[] given = a.bind(name, "width?");
        int width = given[0] == null ? 80 : Python.small(given[0]);
        yield texts.justified(Python.text(value), name, width, " ");
      }
      case "replace" -> replace(value, a);
      case "indent" -> indent(value, a);
      case "truncate" -> truncate(Python.text(value), a);
      case "wordwrap" -> wordwrap(Python.text(value), a);
      case "wordcount" -> {
        a.bind(name);
        yield BigInteger.valueOf(
            Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS)
                .matcher(Python.text(value))
                .results()
                .count());
      }
      case "format" -> format(value, a);
      case "int" -> integer(value, a);
      case "float" -> decimal(value, a);
      case "abs" -> {
        a.bind(name);
        yield value instanceof Double number
            ? (Object) Math.abs(number)
            : Python.integer(value).abs();
      }
      case "round" -> round(value, a);
      case "filesizeformat" -> fileSize(value, a);
      case "e", "escape" -> {
        a.bind(name);
        yield value instanceof Markup ? value : new Markup(Html.escape(Python.text(value)));
      }
      case "forceescape" -> {
        a.bind(name);
        yield new Markup(Html.escape(Python.text(value)));
      }
      case "safe" -> {
        a.bind(name);
        yield new Markup(Python.text(value));
      }
      case "striptags" -> text(name, a, Html.withoutTags(Python.text(value)));
      case "urlencode" -> urlencode(value, a);
      case "urlize" -> {
        a.bind(name, "trim_url_limit?", "nofollow?", "target?", "rel?", "extra_schemes?");
        yield Html.linked(Python.text(value));
      }
      case "xmlattr" -> xmlAttributes(value, a);
      case "tojson" -> {
        @Nullable Object indent = a.bind(name, "indent?")[0];
        yield new Markup(
            Json.write(value, indent == null || indent == None.NONE ? -1 : Python.small(indent)));
      }
      case "pprint" -> text(name, a, Pretty.print(value));
      default -> lists.apply(name, value, a);
    };
  }

  private static Object text(String name, Arguments arguments, String result) {
    arguments.bind(name);
    return result;
  }

  private static Object byDefault(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("default", "default_value?", "boolean?");
    boolean alsoFalse = given[1] != null && Python.truth(given[1]);
    boolean missing = value instanceof Undefined || (alsoFalse && !Python.truth(value));
    return missing ? (given[0] == null ? "" : given[0]) : value;
  }

  private static Object items(Object value, Arguments arguments) {
    arguments.bind("items");
    return switch (value) {
      case Undefined undefined -> new Types.Generator(new ArrayList<>());
      case Dict dict -> new Types.Generator(Methods.pairs(dict));
      default -> throw new TemplateException(0, "The filter items needs a map");
    };
  }

  private Object attribute(Object value, Arguments arguments) {
    @Nullable Object name = arguments.bind("attr", "name")[0];
    String wanted = Python.text(name == null ? None.NONE : name);
    return attributes
        .own(value, wanted)
        .orElseGet(() ->
            new Undefined(
                "A value of type " + Python.type(value) + " has no attribute " + wanted, true));
  }

  private static String titled(String text) {
    StringBuilder out = new StringBuilder();
    var separators = WORD_BEGINNING.matcher(text);
    int from = 0;
    while (separators.find()) {
      out.append(TextMethods.capitalized(text.substring(from, separators.start())));
      out.append(separators.group());
      from = separators.end();
    }
    return out.append(TextMethods.capitalized(text.substring(from))).toString();
  }

  private static Object trim(Object value, Arguments arguments) {
    @Nullable Object signs = arguments.bind("trim", "chars?")[0];
    return TextMethods.stripped(
        Python.text(value),
        signs == null || signs == None.NONE ? null : Python.string(signs),
        true,
        true);
  }

  private Object replace(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("replace", "old", "new", "count?");
    int most = given[2] == null || given[2] == None.NONE ? -1 : Python.small(given[2]);
    String result = texts.replaced(Python.text(value), printed(given[0]), printed(given[1]), most);
    return result;
  }

  private static String printed(@Nullable Object value) {
    return Python.text(value == null ? None.NONE : value);
  }

  private Object indent(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("indent", "width?", "first?", "blank?");
    String indentation =
        given[0] == null
            ? "    "
            : Python.isText(given[0])
                ? Python.string(given[0])
                : " ".repeat(Math.clamp(Python.small(given[0]), 0, 10_000));
    boolean first = given[1] != null && Python.truth(given[1]);
    boolean blank = given[2] != null && Python.truth(given[2]);
    StringBuilder out = new StringBuilder();
    List<Object> lines = TextMethods.lines(Python.text(value) + "\n", false);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).toString();
      boolean indented = i == 0 ? first : blank || !line.isEmpty();
      out.append(i == 0 ? "" : "\n").append(indented ? indentation : "").append(line);
      budget.make(indentation.length() + line.length());
    }
    return out.toString();
  }

  private static Object truncate(String text, Arguments arguments) {
    @Nullable Object[] given =
        arguments.bind("truncate", "length?", "killwords?", "end?", "leeway?");
    int length = given[0] == null ? 255 : Python.small(given[0]);
    boolean killWords = given[1] != null && Python.truth(given[1]);
    String end = given[2] == null ? "..." : Python.text(given[2]);
    int leeway = given[3] == null || given[3] == None.NONE ? 5 : Python.small(given[3]);
    if (length < end.length() || leeway < 0) {
      throw new TemplateException(0, "truncate needs a length of at least " + end.length());
    }
    if (text.length() <= (long) length + leeway) {
      return text;
    }
    String cut = text.substring(0, length - end.length());
    int blank = cut.lastIndexOf(' ');
    return (killWords || blank < 0 ? cut : cut.substring(0, blank)) + end;
  }

  private static Object wordwrap(String text, Arguments arguments) {
    @Nullable Object[] given =
        arguments.bind(
            "wordwrap", "width?", "break_long_words?", "wrapstring?", "break_on_hyphens?");
    int width = given[0] == null ? 79 : Python.small(given[0]);
    if (width < 1) {
      throw new TemplateException(0, "wordwrap needs a width of at least 1");
    }
    String separator = given[2] == null || given[2] == None.NONE ? "\n" : Python.string(given[2]);
    boolean breakWords = given[1] == null || Python.truth(given[1]);
    boolean hyphens = given[3] == null || Python.truth(given[3]);
    List<String> lines = new ArrayList<>();
    for (Object line : TextMethods.lines(text, false)) {
      lines.add(String.join(separator, Pretty.wrap(line.toString(), width, breakWords, hyphens)));
    }
    return String.join(separator, lines);
  }

  private static Object format(Object value, Arguments arguments) {
    if (!arguments.named().isEmpty() && !arguments.positional().isEmpty()) {
      throw new TemplateException(0, "format takes values with names or without, not both");
    }
    Object values =
        arguments.named().isEmpty()
            ? new Tuple(arguments.positional())
            : Dict.of(arguments.named());
    return Formats.percent(Python.text(value), values);
  }

  private static Object integer(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("int", "default?", "base?");
    Object otherwise = given[0] == null ? BigInteger.ZERO : given[0];
    int base = given[1] == null ? 10 : Python.small(given[1]);
    if (Python.isInteger(value)) {
      return Python.integer(value);
    }
    if (Python.isText(value)) {
      Optional<BigInteger> whole = Numbers.integer(Python.string(value), base);
      if (whole.isPresent()) {
        return whole.get();
      }
    }
    Optional<Double> number =
        value instanceof Double decimal
            ? Optional.of(decimal)
            : Python.isText(value) ? Numbers.decimal(Python.string(value)) : Optional.empty();
    return number
        .filter(decimal -> !decimal.isNaN() && !decimal.isInfinite())
        .map(decimal -> (Object) new BigDecimal(decimal).toBigInteger())
        .orElse(otherwise);
  }

  private static Object decimal(Object value, Arguments arguments) {
    @Nullable Object given = arguments.bind("float", "default?")[0];
    Object otherwise = given == null ? (Object) 0.0 : given;
    if (Python.isNumber(value)) {
      return Python.number(value);
    }
    return Python.isText(value)
        ? Numbers.decimal(Python.string(value)).map(Object.class::cast).orElse(otherwise)
        : otherwise;
  }

  private static Object round(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("round", "precision?", "method?");
    int digits = given[0] == null ? 0 : Python.small(given[0]);
    String method = given[1] == null ? "common" : Python.text(given[1]);
    if (Math.abs((long) digits) > 400 || !Set.of("common", "ceil", "floor").contains(method)) {
      throw new TemplateException(0, "round has the methods common, ceil and floor");
    }
    if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
      return number;
    }
    if (method.equals("common")) {
      BigDecimal exact =
          value instanceof Double number
              ? new BigDecimal(number)
              : new BigDecimal(Python.integer(value));
      BigDecimal rounded = exact.setScale(digits, RoundingMode.HALF_EVEN);
      return value instanceof Double ? (Object) rounded.doubleValue() : rounded.toBigInteger();
    }
    double power = Math.pow(10, digits);
    double scaled = Python.number(value) * power;
    return (method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) / power;
  }

  private static Object fileSize(Object value, Arguments arguments) {
    @Nullable Object given = arguments.bind("filesizeformat", "binary?")[0];
    boolean binary = given != null && Python.truth(given);
    double bytes =
        Python.isText(value)
            ? Numbers.decimal(Python.string(value))
                .orElseThrow(() -> new TemplateException(0, "A size must be a number"))
            : Python.number(value);
    double base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return "1 Byte";
    }
    if (bytes < base) {
      return (long) bytes + " Bytes";
    }
    String[] units =
        binary
            ? new String[] {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"}
            : new String[] {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
    double unit = base;
    int i = 0;
    while (i + 1 < units.length && bytes >= unit * base) {
      unit *= base;
      i++;
    }
    return Formats.format(bytes / unit, ".1f") + " " + units[i];
  }

  private static Object urlencode(Object value, Arguments arguments) {
    arguments.bind("urlencode");
    boolean pairs = !Python.isText(value) && Python.items(value).isPresent();
    if (!pairs) {
      return Html.quoted(Python.text(value), false);
    }
    List<Object> entries = value instanceof Dict dict ? Methods.pairs(dict) : Python.iterate(value);
    List<String> parts = new ArrayList<>();
    for (Object entry : entries) {
      List<Object> pair = Python.iterate(entry);
      if (pair.size() != 2) {
        throw new TemplateException(0, "urlencode needs a text or pairs");
      }
      parts.add(
          Html.quoted(Python.text(pair.get(0)), true)
              + "="
              + Html.quoted(Python.text(pair.get(1)), true));
    }
    return String.join("&", parts);
  }

  private Object xmlAttributes(Object value, Arguments arguments) {
    @Nullable Object given = arguments.bind("xmlattr", "autospace?")[0];
    if (!(value instanceof Dict dict)) {
      throw new TemplateException(0, "xmlattr needs a map");
    }
    List<String> parts = new ArrayList<>();
    for (Dict.Entry entry : dict.entries()) {
      String key = Python.text(entry.key());
      if (entry.value() == None.NONE || entry.value() instanceof Undefined) {
        continue;
      }
      if (key.matches(".*[\\s/>=].*")) {
        throw new TemplateException(0, "An attribute has no name " + Python.representation(key));
      }
      parts.add(Html.escape(key) + "=\"" + Html.escape(Python.text(entry.value())) + "\"");
    }
    String all = String.join(" ", parts);
    boolean space = !all.isEmpty() && (given == null || Python.truth(given));
    String text = space ? " " + all : all;
    return evaluator.escaping() ? new Markup(text) : text;
  }
}
