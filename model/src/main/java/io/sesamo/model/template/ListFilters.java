package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Generator;
import io.sesamo.model.template.Types.Group;
import io.sesamo.model.template.Types.Tuple;
import io.sesamo.model.template.Types.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Jinja's filters on lists and maps. */
final class ListFilters {

  private final Filters filters;
  private final Attributes attributes;
  private final Operators operators;
  private final Budget budget;

  ListFilters(Filters filters, Attributes attributes, Operators operators, Budget budget) {
    this.filters = filters;
    this.attributes = attributes;
    this.operators = operators;
    this.budget = budget;
  }

  Object apply(String name, Object value, Arguments a) {
    return switch (name) {
      case "length", "count" -> {
        a.bind(name);
        if (value instanceof Generator) {
          throw new TemplateException(0, "What a lazy filter gives has no length; use list first");
        }
        yield BigInteger.valueOf(Python.length(value));
      }
      case "list" -> {
        a.bind(name);
        yield made(Python.iterate(value));
      }
      case "first" -> {
        a.bind(name);
        List<Object> items = Python.iterate(value);
        yield items.isEmpty() ? nothing("first") : items.getFirst();
      }
      case "last" -> {
        a.bind(name);
        List<Object> items = Python.iterate(value);
        yield items.isEmpty() ? nothing("last") : items.getLast();
      }
      case "reverse" -> {
        a.bind(name);
        yield reversed(value);
      }
      case "join" -> join(value, a);
      case "sum" -> sum(value, a);
      case "min", "max" -> extreme(name, value, a);
      case "sort" -> sort(value, a);
      case "unique" -> unique(value, a);
      case "dictsort" -> dictsort(value, a);
      case "groupby" -> groupby(value, a);
      case "batch" -> batch(value, a);
      case "slice" -> slice(value, a);
      case "map" -> map(value, a);
      case "select" -> select(value, a, false, true);
      case "reject" -> select(value, a, false, false);
      case "selectattr" -> select(value, a, true, true);
      case "rejectattr" -> select(value, a, true, false);
      default -> throw new TemplateException(0, "There is no filter named " + name);
    };
  }

  private List<Object> made(List<Object> items) {
    budget.makeItems(items.size());
    return new ArrayList<>(items);
  }

  private static Undefined nothing(String which) {
    return new Undefined("There is no " + which + " item, the list is empty", true);
  }

  private static Object orNone(@Nullable Object value) {
    return value == null ? None.NONE : value;
  }

  private static boolean truth(@Nullable Object value) {
    return value != null && Python.truth(value);
  }

  private Object reversed(Object value) {
    List<Object> items = made(Python.iterate(value));
    Collections.reverse(items);
    return Python.isText(value)
        ? String.join("", items.stream().map(Python::text).toList())
        : new Generator(items);
  }

  /**
   * Reads an attribute such as {@code "a.0.b"} of items.
   *
   * @param path null or none: the item itself
   * @param otherwise what stands for a missing one
   */
  private Function<Object, Object> reader(@Nullable Object path, @Nullable Object otherwise) {
    if (path == null || path == None.NONE) {
      return item -> item;
    }
    List<Object> steps = new ArrayList<>();
    if (Python.isInteger(path)) {
      steps.add(Python.integer(path));
    } else {
      for (String step : Python.text(path).split("\\.", -1)) {
        steps.add(step.matches("[0-9]{1,9}") ? new BigInteger(step) : step);
      }
    }
    return item -> {
      Object value = item;
      for (Object step : steps) {
        value = attributes.item(value, step);
        if (otherwise != null && value instanceof Undefined) {
          value = otherwise;
        }
      }
      return value;
    };
  }

  /** Texts without case, unless it counts. */
  private static Object key(Object value, boolean caseSensitive) {
    return !caseSensitive && Python.isText(value)
        ? Python.string(value).toLowerCase(Locale.ROOT)
        : value;
  }

  private Object join(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("join", "d?", "attribute?");
    String separator = given[0] == null ? "" : Python.text(given[0]);
    Function<Object, Object> reader = reader(given[1], null);
    List<String> parts = new ArrayList<>();
    for (Object item : Python.iterate(value)) {
      String text = Python.text(reader.apply(item));
      budget.make(text.length() + (long) separator.length());
      parts.add(text);
    }
    return String.join(separator, parts);
  }

  private Object sum(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("sum", "attribute?", "start?");
    Object total = given[1] == null ? BigInteger.ZERO : given[1];
    Function<Object, Object> reader = reader(given[0], null);
    double lost = 0;
    for (Object item : Python.iterate(value)) {
      Object next = reader.apply(item);
      Object sum = operators.apply("+", total, next);
      if (sum instanceof Double rounded && next instanceof Double) {
        lost += lost(Python.number(total), Python.number(next), rounded);
      }
      total = sum;
    }
    return total instanceof Double rounded && Double.isFinite(lost) && lost != 0
        ? (Object) (rounded + lost)
        : total;
  }

  /** What a sum of two decimals loses: Python since 3.12 adds it at the end (Neumaier, 1974). */
  private static double lost(double a, double b, double sum) {
    return Math.abs(a) >= Math.abs(b) ? (a - sum) + b : (b - sum) + a;
  }

  private Object extreme(String name, Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind(name, "case_sensitive?", "attribute?");
    boolean exact = truth(given[0]);
    Function<Object, Object> reader = reader(given[1], null);
    Optional<Object> best = Optional.empty();
    for (Object item : Python.iterate(value)) {
      if (best.isEmpty()) {
        best = Optional.of(item);
        continue;
      }
      int order =
          Python.compare(key(reader.apply(item), exact), key(reader.apply(best.get()), exact));
      if (name.equals("min") ? order < 0 : order > 0) {
        best = Optional.of(item);
      }
    }
    return best.orElseGet(() -> nothing(name));
  }

  private Object sort(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("sort", "reverse?", "case_sensitive?", "attribute?");
    boolean exact = truth(given[1]);
    List<Function<Object, Object>> readers = new ArrayList<>();
    if (given[2] != null && Python.isText(given[2])) {
      for (String path : Python.string(given[2]).split(",", -1)) {
        readers.add(reader(path, null));
      }
    } else {
      readers.add(reader(given[2], null));
    }
    List<Object> items = made(Python.iterate(value));
    items.sort((a, b) -> {
      budget.step();
      int order = 0;
      for (int i = 0; order == 0 && i < readers.size(); i++) {
        Function<Object, Object> reader = readers.get(i);
        order = Python.compare(key(reader.apply(a), exact), key(reader.apply(b), exact));
      }
      return truth(given[0]) ? -order : order;
    });
    return items;
  }

  private Object unique(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("unique", "case_sensitive?", "attribute?");
    Function<Object, Object> reader = reader(given[1], null);
    Dict seen = new Dict();
    List<Object> items = new ArrayList<>();
    for (Object item : Python.iterate(value)) {
      Object key = key(reader.apply(item), truth(given[0]));
      if (!seen.has(key)) {
        seen.put(key, true);
        items.add(item);
      }
    }
    return new Generator(items);
  }

  private Object dictsort(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("dictsort", "case_sensitive?", "by?", "reverse?");
    String by = given[1] == null ? "key" : Python.text(given[1]);
    if (!(value instanceof Dict dict) || (!by.equals("key") && !by.equals("value"))) {
      throw new TemplateException(0, "dictsort sorts a map by key or by value");
    }
    boolean exact = truth(given[0]);
    List<Object> pairs = Methods.pairs(dict);
    int place = by.equals("key") ? 0 : 1;
    pairs.sort((a, b) -> {
      int order =
          Python.compare(
              key(((Tuple) a).items().get(place), exact),
              key(((Tuple) b).items().get(place), exact));
      return truth(given[2]) ? -order : order;
    });
    return pairs;
  }

  private Object groupby(Object value, Arguments arguments) {
    @Nullable Object[] given =
        arguments.bind("groupby", "attribute", "default?", "case_sensitive?");
    boolean exact = truth(given[2]);
    Function<Object, Object> reader = reader(orNone(given[0]), given[1]);
    List<Object> items = made(Python.iterate(value));
    items.sort((a, b) -> Python.compare(key(reader.apply(a), exact), key(reader.apply(b), exact)));
    List<Object> groups = new ArrayList<>();
    Optional<Object> current = Optional.empty();
    List<Object> members = new ArrayList<>();
    for (Object item : items) {
      Object key = key(reader.apply(item), exact);
      if (current.isEmpty() || !Python.equal(current.get(), key)) {
        members = new ArrayList<>();
        groups.add(new Group(reader.apply(item), members));
        current = Optional.of(key);
      }
      members.add(item);
    }
    return groups;
  }

  private Object batch(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("batch", "linecount", "fill_with?");
    int size = Python.small(orNone(given[0]));
    if (size < 1) {
      throw new TemplateException(0, "batch needs a size of at least 1");
    }
    List<Object> batches = new ArrayList<>();
    List<Object> batch = new ArrayList<>();
    for (Object item : Python.iterate(value)) {
      if (batch.size() == size) {
        batches.add(batch);
        batch = new ArrayList<>();
      }
      batch.add(item);
    }
    if (!batch.isEmpty()) {
      if (given[1] != null && given[1] != None.NONE) {
        budget.makeItems(size);
        while (batch.size() < size) {
          batch.add(given[1]);
        }
      }
      batches.add(batch);
    }
    return new Generator(batches);
  }

  private Object slice(Object value, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("slice", "slices", "fill_with?");
    int slices = Python.small(orNone(given[0]));
    if (slices < 1) {
      throw new TemplateException(0, "slice needs at least 1 part");
    }
    budget.makeItems(slices);
    List<Object> items = Python.iterate(value);
    int size = items.size() / slices;
    int longer = items.size() % slices;
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < slices; i++) {
      int to = from + size + (i < longer ? 1 : 0);
      List<Object> part = new ArrayList<>(items.subList(from, to));
      if (given[1] != null && given[1] != None.NONE && i >= longer) {
        part.add(given[1]);
      }
      parts.add(part);
      from = to;
    }
    return new Generator(parts);
  }

  private Object map(Object value, Arguments arguments) {
    Function<Object, Object> change;
    if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
      Map<String, Object> rest = new LinkedHashMap<>(arguments.named());
      Object path = rest.remove("attribute");
      @Nullable Object otherwise = rest.remove("default");
      if (!rest.isEmpty()) {
        throw new TemplateException(0, "map has no argument " + rest.keySet().iterator().next());
      }
      change = reader(path, otherwise);
    } else {
      if (arguments.positional().isEmpty()) {
        throw new TemplateException(0, "map needs a filter");
      }
      String name = Python.string(arguments.positional().getFirst());
      if (!Filters.NAMES.contains(name)) {
        throw new TemplateException(0, "There is no filter named " + name);
      }
      Arguments rest = rest(arguments, 1);
      change = item -> filters.apply(name, item, rest);
    }
    List<Object> items = new ArrayList<>();
    for (Object item : Python.iterate(value)) {
      budget.step();
      items.add(change.apply(item));
    }
    return new Generator(items);
  }

  private static Arguments rest(Arguments arguments, int from) {
    List<Object> positional = arguments.positional();
    return new Arguments(positional.subList(from, positional.size()), arguments.named());
  }

  private Object select(Object value, Arguments arguments, boolean byAttribute, boolean wanted) {
    int used = 0;
    Function<Object, Object> reader = item -> item;
    if (byAttribute) {
      if (arguments.positional().isEmpty()) {
        throw new TemplateException(0, "selectattr and rejectattr need an attribute");
      }
      reader = reader(arguments.positional().getFirst(), null);
      used = 1;
    }
    List<Object> kept = new ArrayList<>();
    boolean tested = arguments.positional().size() > used;
    String test = tested ? Python.string(arguments.positional().get(used)) : "";
    if (tested && !Tests.NAMES.contains(test)) {
      throw new TemplateException(0, "There is no test named " + test);
    }
    Arguments rest = tested ? rest(arguments, used + 1) : Arguments.of();
    for (Object item : Python.iterate(value)) {
      budget.step();
      Object seen = reader.apply(item);
      if ((tested ? Tests.holds(operators, test, seen, rest) : Python.truth(seen)) == wanted) {
        kept.add(item);
      }
    }
    return new Generator(kept);
  }
}
