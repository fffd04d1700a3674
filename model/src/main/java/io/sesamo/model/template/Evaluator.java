package io.sesamo.model.template;

import io.sesamo.model.template.Node.CallArguments;
import io.sesamo.model.template.Node.Expression;
import io.sesamo.model.template.Node.Target;
import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Function;
import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Tuple;
import io.sesamo.model.template.Types.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Renders a parsed template. Not thread-safe; used once. */
final class Evaluator {

  private final Budget budget = new Budget();
  private final Operators operators = new Operators(budget);
  private final Remarks remarks = new Remarks();
  private final Attributes attributes = new Attributes(budget, remarks);
  private final Filters filters = new Filters(this, attributes, operators, budget);
  private final Scope top;
  private final StringBuilder whole = new StringBuilder();
  private final List<Integer> lines = new ArrayList<>(List.of(1));
  private StringBuilder out = whole;
  private Scope scope;
  private boolean escaping;

  Evaluator(Map<String, Object> variables) {
    Scope globals = new Scope(Optional.empty());
    Globals.of(budget).forEach(globals::put);
    this.top = globals.inner();
    variables.forEach(top::put);
    this.scope = top;
  }

  /** The template's line that each line of the output comes from. */
  List<Integer> lines() {
    return lines;
  }

  /** What the template's author may not have meant. */
  List<Template.Remark> remarks() {
    return remarks.all();
  }

  String render(List<Node> nodes) {
    try {
      nodes.forEach(this::node);
    } catch (TemplateException e) {
      throw e.line() > 0
          ? e
          : new TemplateException(remarks.line(), String.valueOf(e.getMessage()));
    }
    return out.toString();
  }

  Budget budget() {
    return budget;
  }

  /** Does something in a scope, and returns to the one before. */
  <T> T in(Scope inside, Supplier<T> action) {
    Scope outside = scope;
    scope = inside;
    try {
      return action.get();
    } finally {
      scope = outside;
    }
  }

  /** Whether what is printed is made safe for HTML. */
  boolean escaping() {
    return escaping;
  }

  void node(Node node) {
    budget.step();
    switch (node) {
      case Node.Text text -> {
        noteLines(text.text(), text.line(), 1);
        print(text.text());
      }
      case Node.Output output -> {
        remarks.at(output.line());
        for (Expression written : output.values()) {
          Object value = value(written);
          String text = printed(value);
          remarks.printed(value, text);
          noteLines(text, output.line(), 0);
          print(text);
        }
      }
      case Node.If condition -> {
        remarks.at(condition.line());
        branch(condition).forEach(this::node);
      }
      case Node.For loop -> {
        remarks.at(loop.line());
        new Loop(this, loop, scope, Optional.empty()).run(value(loop.values()));
      }
      case Node.Set set -> {
        remarks.at(set.line());
        assign(set.target(), value(set.value()));
      }
      case Node.SetBlock set -> {
        remarks.at(set.line());
        String text = captured(set.body(), scope.inner());
        Object value = escaping ? new Markup(text) : text;
        assign(set.target(), filtered(value, set.filters()));
      }
      case Node.With with -> with(with);
      case Node.MacroNode macro ->
          scope.put(
              macro.name(), new Macro(this, macro.name(), macro.signature(), macro.body(), scope));
      case Node.CallBlock call -> callBlock(call);
      case Node.FilterBlock block -> {
        remarks.at(block.line());
        Object filtered = filtered(captured(block.body(), scope.inner()), block.filters());
        if (!Python.isText(filtered)) {
          throw new TemplateException(0, "What a filter block leaves must be text");
        }
        printCaptured(printed(filtered));
      }
      case Node.Block block ->
          printCaptured(captured(block.body(), (block.scoped() ? scope : top).inner()));
      case Node.AutoEscape auto -> {
        boolean before = escaping;
        escaping = Python.truth(value(auto.on()));
        printCaptured(captured(auto.body(), scope.inner()));
        escaping = before;
      }
      case Node.Unavailable unavailable ->
          throw new TemplateException(unavailable.line(), unavailable.words());
    }
  }

  /** Notes where the lines that text begins come from, unless it is captured. */
  private void noteLines(String text, int first, int step) {
    if (out != whole) {
      return;
    }
    int from = first;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      from += step;
      lines.add(from);
    }
  }

  private void print(String text) {
    budget.make(text.length());
    out.append(text);
  }

  private String printed(Object value) {
    String text = Python.text(value);
    return escaping && !(value instanceof Markup) ? Html.escape(text) : text;
  }

  /** Prints what was captured; all its lines come from the statement. */
  void printCaptured(String text) {
    noteLines(text, remarks.line(), 0);
    print(text);
  }

  /** What nodes print, in a scope of their own. */
  String captured(List<Node> body, Scope inside) {
    return captured(inside, () -> body.forEach(this::node));
  }

  /** What an action prints, in a scope of its own. */
  String captured(Scope inside, Runnable action) {
    StringBuilder outer = out;
    Scope outside = scope;
    out = new StringBuilder();
    scope = inside;
    try {
      action.run();
      return out.toString();
    } finally {
      out = outer;
      scope = outside;
    }
  }

  private Object filtered(Object value, List<Node.Filter> chain) {
    Object result = value;
    for (Node.Filter filter : chain) {
      result = filters.apply(filter.name(), result, arguments(filter.arguments()));
    }
    return result;
  }

  private List<Node> branch(Node.If condition) {
    for (Node.Branch branch : condition.branches()) {
      if (Python.truth(value(branch.condition()))) {
        return branch.body();
      }
    }
    return condition.otherwise();
  }

  private void with(Node.With with) {
    remarks.at(with.line());
    Scope inner = scope.inner();
    for (int i = 0; i < with.targets().size(); i++) {
      assign(with.targets().get(i), value(with.values().get(i)), inner);
    }
    printCaptured(captured(with.body(), inner));
  }

  private void callBlock(Node.CallBlock block) {
    remarks.at(block.line());
    Macro caller = new Macro(this, "caller", block.signature(), block.body(), scope);
    Arguments given = arguments(block.call().arguments());
    Map<String, Object> named = new LinkedHashMap<>(given.named());
    named.put("caller", caller);
    Object called = value(block.call().target());
    printCaptured(printed(call(called, new Arguments(given.positional(), named))));
  }

  private void assign(Target target, Object value) {
    assign(target, value, scope);
  }

  static void assign(Target target, Object value, Scope into) {
    switch (target) {
      case Target.Name name -> into.put(name.name(), value);
      case Target.Field field -> {
        if (!(into.find(field.namespace()) instanceof Types.Namespace namespace)) {
          throw new TemplateException(
              0,
              "Only the fields of a namespace can be set, and " + field.namespace() + " is none");
        }
        namespace.values().put(field.name(), value);
      }
      case Target.Parts parts -> {
        List<Object> items = Python.iterate(value);
        if (items.size() != parts.parts().size()) {
          throw new TemplateException(
              0, "There are %d names for %d values".formatted(parts.parts().size(), items.size()));
        }
        for (int i = 0; i < items.size(); i++) {
          assign(parts.parts().get(i), items.get(i), into);
        }
      }
    }
  }

  /** The value of an expression; it may be undefined. */
  Object value(Expression expression) {
    budget.step();
    return switch (expression) {
      case Expression.Literal literal -> literal.value();
      case Expression.Name name -> {
        Object found = scope.find(name.name());
        yield found != null ? found : new Undefined("'" + name.name() + "' is undefined", true);
      }
      case Expression.ListOf list -> values(list.items());
      case Expression.TupleOf tuple -> new Tuple(values(tuple.items()));
      case Expression.MapOf map -> map(map);
      case Expression.Attribute attribute ->
          attributes.attribute(value(attribute.target()), attribute.name());
      case Expression.Index index -> attributes.item(value(index.target()), value(index.key()));
      case Expression.Slice slice -> slice(slice);
      case Expression.Call call -> call(value(call.target()), arguments(call.arguments()));
      case Expression.Filtered filtered ->
          filters.apply(
              filtered.filter().name(),
              value(filtered.target()),
              arguments(filtered.filter().arguments()));
      case Expression.Test test ->
          Tests.holds(operators, test.name(), value(test.target()), arguments(test.arguments()))
              != test.negated();
      case Expression.Unary unary -> unary(unary);
      case Expression.Binary binary -> binary(binary);
      case Expression.Comparison comparison -> comparison(comparison);
      case Expression.Concatenation concatenation -> concatenation(concatenation);
      case Expression.Choice choice -> choice(choice);
    };
  }

  private List<Object> values(List<Expression> expressions) {
    budget.makeItems(expressions.size());
    List<Object> values = new ArrayList<>();
    expressions.forEach(expression -> values.add(value(expression)));
    return values;
  }

  private Object map(Expression.MapOf map) {
    Dict dict = new Dict();
    for (int i = 0; i < map.keys().size(); i++) {
      dict.put(value(map.keys().get(i)), value(map.values().get(i)));
    }
    return dict;
  }

  private Object slice(Expression.Slice slice) {
    Object target = Python.defined(value(slice.target()));
    return Operators.slice(target, bound(slice.start()), bound(slice.stop()), bound(slice.step()));
  }

  private @Nullable Integer bound(Optional<Expression> given) {
    if (given.isEmpty()) {
      return null;
    }
    Object value = value(given.get());
    return value == None.NONE ? null : Python.small(value);
  }

  private Arguments arguments(CallArguments written) {
    List<Object> positional = values(written.positional());
    written.list().ifPresent(list -> positional.addAll(Python.iterate(value(list))));
    Map<String, Object> named = new LinkedHashMap<>();
    written.named().forEach(argument -> named.put(argument.name(), value(argument.value())));
    if (written.map().isPresent()) {
      if (!(value(written.map().get()) instanceof Dict dict)) {
        throw new TemplateException(0, "What follows ** must be a map");
      }
      dict.entries().forEach(entry -> named.put(Python.string(entry.key()), entry.value()));
    }
    return new Arguments(positional, named);
  }

  /** Calls what can be called. */
  Object call(Object called, Arguments arguments) {
    if (!(Python.defined(called) instanceof Function function)) {
      throw new TemplateException(
          0, "A value of type " + Python.type(called) + " cannot be called");
    }
    return function.call(arguments);
  }

  private Object unary(Expression.Unary unary) {
    Object operand = value(unary.operand());
    if (unary.operator().equals("not")) {
      return !Python.truth(operand);
    }
    Python.defined(operand);
    if (!Python.isNumber(operand)) {
      throw new TemplateException(0, "A value of type " + Python.type(operand) + " has no sign");
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
      default -> operators.apply(binary.operator(), left, value(binary.right()));
    };
  }

  private Object comparison(Expression.Comparison comparison) {
    Object left = value(comparison.first());
    for (int i = 0; i < comparison.operators().size(); i++) {
      Object right = value(comparison.others().get(i));
      if (!operators.compare(comparison.operators().get(i), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private Object concatenation(Expression.Concatenation concatenation) {
    StringBuilder text = new StringBuilder();
    boolean markup = false;
    List<Object> parts = values(concatenation.parts());
    for (Object part : parts) {
      markup |= part instanceof Markup;
    }
    for (Object part : parts) {
      String words = Python.text(part);
      text.append(escaping && markup && !(part instanceof Markup) ? Html.escape(words) : words);
      budget.make(words.length());
    }
    return escaping && markup ? new Markup(text.toString()) : text.toString();
  }

  private Object choice(Expression.Choice choice) {
    if (Python.truth(value(choice.condition()))) {
      return value(choice.yes());
    }
    return choice.no().isPresent()
        ? value(choice.no().get())
        : new Undefined("The condition is false and there is no else", false);
  }
}
