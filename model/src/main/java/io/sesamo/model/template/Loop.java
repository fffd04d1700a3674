package io.sesamo.model.template;

import io.sesamo.model.template.Node.Expression;
import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Function;
import io.sesamo.model.template.Types.Tuple;
import io.sesamo.model.template.Types.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A loop, which its body sees as {@code loop} and, if it is recursive, may call. */
final class Loop implements Function, Attributes.Owner, Types.Named {
  private final Evaluator evaluator;
  private final Node.For node;
  private final Scope outside;
  private final Optional<Loop> parent;
  private List<Object> items = List.of();
  private int index;
  private Optional<Object> changing = Optional.empty();

  Loop(Evaluator evaluator, Node.For node, Scope outside, Optional<Loop> parent) {
    this.evaluator = evaluator;
    this.node = node;
    this.outside = outside;
    this.parent = parent;
  }

  void run(Object values) {
    List<Object> all = Python.iterate(values);
    items = node.filter().map(filter -> kept(all, filter)).orElse(all);
    for (index = 0; index < items.size(); index++) {
      evaluator.budget().step();
      Scope inner = outside.inner();
      inner.put("loop", this);
      Evaluator.assign(node.target(), items.get(index), inner);
      evaluator.in(
          inner,
          () -> {
            node.body().forEach(evaluator::node);
            return true;
          });
    }
    if (items.isEmpty()) {
      evaluator.printCaptured(evaluator.captured(node.otherwise(), outside.inner()));
    }
  }

  private List<Object> kept(List<Object> all, Expression filter) {
    List<Object> kept = new ArrayList<>();
    for (Object item : all) {
      Scope inner = outside.inner();
      Evaluator.assign(node.target(), item, inner);
      if (evaluator.in(inner, () -> Python.truth(evaluator.value(filter)))) {
        kept.add(item);
      }
    }
    return kept;
  }

  @Override
  public String shown() {
    return "<LoopContext " + (index + 1) + "/" + items.size() + ">";
  }

  @Override
  public Object call(Arguments arguments) {
    if (!node.recursive()) {
      throw new TemplateException(0, "Only a loop that says recursive can be called");
    }
    Object values = arguments.bind("loop", "iterable")[0];
    Loop inner = new Loop(evaluator, node, outside, Optional.of(this));
    evaluator.budget().enter();
    try {
      return evaluator.captured(
          outside.inner(), () -> inner.run(values == null ? None.NONE : values));
    } finally {
      evaluator.budget().leave();
    }
  }

  private int depth() {
    return parent.map(loop -> loop.depth() + 1).orElse(0);
  }

  private Object neighbour(int at) {
    return at >= 0 && at < items.size()
        ? items.get(at)
        : new Undefined("There is no item before the first or after the last one", true);
  }

  @Override
  public Optional<Object> attribute(String name) {
    int size = items.size();
    return switch (name) {
      case "index" -> Attributes.number(index + 1);
      case "index0" -> Attributes.number(index);
      case "revindex" -> Attributes.number(size - index);
      case "revindex0" -> Attributes.number(size - index - 1);
      case "first" -> Optional.of(index == 0);
      case "last" -> Optional.of(index == size - 1);
      case "length" -> Attributes.number(size);
      case "depth" -> Attributes.number(depth() + 1);
      case "depth0" -> Attributes.number(depth());
      case "previtem" -> Optional.of(neighbour(index - 1));
      case "nextitem" -> Optional.of(neighbour(index + 1));
      case "cycle" -> Optional.of((Function) this::cycle);
      case "changed" -> Optional.of((Function) this::changed);
      default -> Optional.empty();
    };
  }

  private Object cycle(Arguments arguments) {
    if (arguments.positional().isEmpty()) {
      throw new TemplateException(0, "cycle needs values to choose from");
    }
    return arguments.positional().get(index % arguments.positional().size());
  }

  private Object changed(Arguments arguments) {
    Tuple now = new Tuple(arguments.positional());
    boolean same = changing.isPresent() && Python.equal(changing.get(), now);
    changing = Optional.of(now);
    return !same;
  }
}
