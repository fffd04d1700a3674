package io.sesamo.model.template;

import io.sesamo.model.template.Node.Expression;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders a parsed template. Not thread-safe; used once. */
final class Evaluator {

  private static final int LONGEST_RANGE = 100_000;

  private final Budget budget = new Budget();
  private final StringBuilder out = new StringBuilder();
  private Scope scope;
  private int line = 1;

  Evaluator(Map<String, Object> variables) {
    this.scope = new Scope(Optional.empty(), new HashMap<>(variables));
  }

  /** Names and their values; an inner scope hides an outer one. */
  private record Scope(Optional<Scope> outer, Map<String, Object> values) {
    Optional<Object> find(String name) {
      Object value = values.get(name);
      return value != null ? Optional.of(value) : outer.flatMap(scope -> scope.find(name));
    }
  }

  /** A name or key that has no value; using it for anything but a test is an error. */
  private record Undefined(String words) {}

  String render(List<Node> nodes) {
    nodes.forEach(this::node);
    return out.toString();
  }

  private void node(Node node) {
    budget.step(line);
    switch (node) {
      case Node.Text text -> print(text.text());
      case Node.Output output -> {
        line = output.line();
        print(Python.text(value(output.value())));
      }
      case Node.If condition -> {
        line = condition.line();
        branch(condition).forEach(this::node);
      }
      case Node.For loop -> {
        line = loop.line();
        loop(loop);
      }
      case Node.Set set -> {
        line = set.line();
        scope.values().put(set.name(), value(set.value()));
      }
    }
  }

  private void print(String text) {
    budget.make(text.length(), line);
    out.append(text);
  }

  private List<Node> branch(Node.If condition) {
    for (Node.Branch branch : condition.branches()) {
      if (Python.truth(value(branch.condition()))) {
        return branch.body();
      }
    }
    return condition.otherwise();
  }

  private void loop(Node.For loop) {
    List<Object> items = new ArrayList<>();
    Scope outside = scope;
    for (Object item : iterate(value(loop.values()))) {
      scope = new Scope(Optional.of(outside), new HashMap<>());
      assign(loop.names(), item);
      if (loop.filter().isEmpty() || Python.truth(value(loop.filter().get()))) {
        items.add(item);
      }
    }
    for (int i = 0; i < items.size(); i++) {
      scope = new Scope(Optional.of(outside), new HashMap<>());
      assign(loop.names(), items.get(i));
      scope.values().put("loop", loopFacts(i, items));
      loop.body().forEach(this::node);
    }
    scope = outside;
    if (items.isEmpty()) {
      loop.otherwise().forEach(this::node);
    }
  }

  private static Map<String, Object> loopFacts(int index, List<Object> items) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("index", BigInteger.valueOf(index + 1L));
    facts.put("index0", BigInteger.valueOf(index));
    facts.put("revindex", BigInteger.valueOf((long) items.size() - index));
    facts.put("revindex0", BigInteger.valueOf(items.size() - index - 1L));
    facts.put("first", index == 0);
    facts.put("last", index == items.size() - 1);
    facts.put("length", BigInteger.valueOf(items.size()));
    if (index > 0) {
      facts.put("previtem", items.get(index - 1));
    }
    if (index + 1 < items.size()) {
      facts.put("nextitem", items.get(index + 1));
    }
    return facts;
  }

  private void assign(List<String> names, Object item) {
    if (names.size() == 1) {
      scope.values().put(names.getFirst(), item);
      return;
    }
    List<Object> parts = List.copyOf(iterate(item));
    if (parts.size() != names.size()) {
      throw error("A loop expects " + names.size() + " values but got " + parts.size() + ".");
    }
    for (int i = 0; i < names.size(); i++) {
      scope.values().put(names.get(i), parts.get(i));
    }
  }

  TemplateException error(String message) {
    return new TemplateException(line, message);
  }

  Budget budget() {
    return budget;
  }

  int line() {
    return line;
  }

  /** The items of a list, the keys of a map, the characters of a text. */
  Collection<Object> iterate(Object value) {
    return switch (value) {
      case Collection<?> items -> List.copyOf(items);
      case Map<?, ?> map -> List.copyOf(map.keySet());
      case String text -> List.copyOf(text.codePoints().mapToObj(Character::toString).toList());
      default -> throw error("A value of type " + Python.type(value) + " has no items.");
    };
  }

  /** The value of an expression; an undefined one is an error. */
  Object value(Expression expression) {
    Object value = maybe(expression);
    if (value instanceof Undefined undefined) {
      throw error(undefined.words());
    }
    return value;
  }

  private Object maybe(Expression expression) {
    budget.step(line);
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.Name name ->
          scope
              .find(name.name())
              .orElseGet(() -> new Undefined("'" + name.name() + "' is undefined"));
      case Expression.ListOf list -> {
        budget.make(list.items().size(), line);
        yield list.items().stream().map(this::value).toList();
      }
      case Expression.MapOf map -> map(map);
      case Expression.Attribute attribute -> attribute(attribute);
      case Expression.Index index -> index(value(index.target()), value(index.key()));
      case Expression.Slice slice -> slice(slice);
      case Expression.Call call -> call(call);
      case Expression.Filter filter -> filter(filter);
      case Expression.Test test -> test(test) != test.negated();
      case Expression.Unary unary -> unary(unary);
      case Expression.Binary binary -> binary(binary);
      case Expression.Choice choice -> choice(choice);
    };
  }

  private Object map(Expression.MapOf map) {
    Map<Object, Object> values = new LinkedHashMap<>();
    map.items().forEach((key, item) -> values.put(value(key), value(item)));
    return values;
  }

  private Object attribute(Expression.Attribute attribute) {
    return index(value(attribute.target()), attribute.name());
  }

  private Object index(Object target, Object key) {
    if (target instanceof Map<?, ?> map) {
      Object found = map.get(key);
      return found != null
          ? found
          : new Undefined("'dict object' has no attribute " + Python.representation(key));
    }
    if (Python.isInteger(key) && (target instanceof List<?> || target instanceof String)) {
      List<Object> items = List.copyOf(iterate(target));
      int at = Python.integer(key).intValue();
      int from = at < 0 ? at + items.size() : at;
      return from >= 0 && from < items.size()
          ? items.get(from)
          : new Undefined("There is no item " + at + " in a list of " + items.size());
    }
    return new Undefined(
        "A value of type " + Python.type(target) + " has no attribute " + Python.text(key));
  }

  private Object slice(Expression.Slice slice) {
    Object target = value(slice.target());
    List<Object> items = List.copyOf(iterate(target));
    int step = slice.step().map(this::intValue).orElse(1);
    if (step == 0) {
      throw error("The step of a slice is 0.");
    }
    int size = items.size();
    int start = bound(slice.start(), step > 0 ? 0 : size - 1, size, step);
    int stop = bound(slice.stop(), step > 0 ? size : -1, size, step);
    List<Object> taken = new ArrayList<>();
    for (int i = start; step > 0 ? i < stop : i > stop; i += step) {
      taken.add(items.get(i));
    }
    return target instanceof String
        ? String.join("", taken.stream().map(Object::toString).toList())
        : taken;
  }

  private int bound(Optional<Expression> given, int byDefault, int size, int step) {
    if (given.isEmpty()) {
      return byDefault;
    }
    int value = intValue(given.get());
    int from = value < 0 ? value + size : value;
    return step > 0 ? Math.clamp(from, 0, size) : Math.clamp(from, -1, size - 1);
  }

  private int intValue(Expression expression) {
    return Python.integer(value(expression)).intValue();
  }

  private Object call(Expression.Call call) {
    List<Object> arguments = call.arguments().stream().map(this::value).toList();
    return switch (call.target()) {
      case Expression.Name name when name.name().equals("range") -> range(arguments);
      case Expression.Name name when name.name().equals("dict") -> {
        Map<Object, Object> made = new LinkedHashMap<>();
        call.named().forEach((key, item) -> made.put(key, value(item)));
        yield made;
      }
      case Expression.Attribute method ->
          Methods.call(this, value(method.target()), method.name(), arguments);
      default -> throw error("Only range, dict and methods of values can be called.");
    };
  }

  private Object range(List<Object> arguments) {
    if (arguments.isEmpty()
        || arguments.size() > 3
        || !arguments.stream().allMatch(Python::isInteger)) {
      throw error("range takes one to three whole numbers.");
    }
    long[] numbers = arguments.stream().mapToLong(n -> Python.integer(n).longValue()).toArray();
    long start = numbers.length > 1 ? numbers[0] : 0;
    long stop = numbers.length > 1 ? numbers[1] : numbers[0];
    long step = numbers.length > 2 ? numbers[2] : 1;
    if (step == 0) {
      throw error("The step of a range is 0.");
    }
    long count = Math.max(0, Math.ceilDiv(stop - start, step));
    if (count > LONGEST_RANGE) {
      throw error("Range too big: more than " + LONGEST_RANGE + " numbers.");
    }
    budget.make(count, line);
    List<Object> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(BigInteger.valueOf(start + i * step));
    }
    return items;
  }

  private Object filter(Expression.Filter filter) {
    List<Object> arguments = filter.arguments().stream().map(this::value).toList();
    Map<String, Object> named = new LinkedHashMap<>();
    filter.named().forEach((key, argument) -> named.put(key, value(argument)));
    if (filter.name().equals("default") || filter.name().equals("d")) {
      Object target = maybe(filter.target());
      boolean alsoFalse =
          Python.truth(
              arguments.size() > 1 ? arguments.get(1) : named.getOrDefault("boolean", false));
      boolean missing = target instanceof Undefined || (alsoFalse && !Python.truth(target));
      return missing ? (arguments.isEmpty() ? "" : arguments.getFirst()) : target;
    }
    return Filters.apply(this, filter.name(), value(filter.target()), arguments, named);
  }

  private boolean test(Expression.Test test) {
    Object target = maybe(test.target());
    return switch (test.name()) {
      case "defined" -> !(target instanceof Undefined);
      case "undefined" -> target instanceof Undefined;
      case "none" -> target == None.NONE;
      case "string" -> target instanceof String;
      case "number" -> Python.isNumber(target);
      case "integer" -> target instanceof BigInteger;
      case "float" -> target instanceof Double;
      case "boolean" -> target instanceof Boolean;
      case "true" -> Boolean.TRUE.equals(target);
      case "false" -> Boolean.FALSE.equals(target);
      case "mapping" -> target instanceof Map<?, ?>;
      case "sequence", "iterable" ->
          target instanceof Collection<?>
              || target instanceof Map<?, ?>
              || target instanceof String;
      case "odd" -> Python.integer(target).testBit(0);
      case "even" -> !Python.integer(target).testBit(0);
      case "divisibleby" ->
          Python.integer(target).mod(Python.integer(value(test.arguments().getFirst()))).signum()
              == 0;
      case "in" -> Operators.contains(this, value(test.arguments().getFirst()), target);
      case "eq", "equalto", "sameas" -> Python.equal(target, value(test.arguments().getFirst()));
      default -> throw error("There is no test named " + test.name() + ".");
    };
  }

  private Object unary(Expression.Unary unary) {
    Object operand = value(unary.operand());
    if (unary.operator().equals("not")) {
      return !Python.truth(operand);
    }
    if (!Python.isNumber(operand)) {
      throw error("A value of type " + Python.type(operand) + " has no sign.");
    }
    boolean minus = unary.operator().equals("-");
    return operand instanceof Double number
        ? (Object) (minus ? -number : number)
        : minus ? Python.integer(operand).negate() : Python.integer(operand);
  }

  private Object binary(Expression.Binary binary) {
    Object left = value(binary.left());
    return switch (binary.operator()) {
      case "and" -> Python.truth(left) ? value(binary.right()) : left;
      case "or" -> Python.truth(left) ? left : value(binary.right());
      default -> Operators.apply(this, binary.operator(), left, value(binary.right()));
    };
  }

  private Object choice(Expression.Choice choice) {
    if (Python.truth(value(choice.condition()))) {
      return maybe(choice.yes());
    }
    return choice.no().isPresent()
        ? maybe(choice.no().get())
        : new Undefined("The condition is false and there is no else.");
  }
}
