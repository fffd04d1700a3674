package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Function;
import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Tuple;
import io.sesamo.model.template.Types.Undefined;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A macro with the scope that it was written in. */
final class Macro implements Function, Attributes.Owner, Types.Named {
  private final Evaluator evaluator;
  private final String name;
  private final Node.Signature signature;
  private final List<Node> body;
  private final Scope home;
  private final String words;

  Macro(Evaluator evaluator, String name, Node.Signature signature, List<Node> body, Scope home) {
    this.evaluator = evaluator;
    this.name = name;
    this.signature = signature;
    this.body = body;
    this.home = home;
    this.words = body.toString();
  }

  /** Whether the body speaks of one of the names that stand for what no parameter takes. */
  private boolean uses(String special) {
    return words.contains("Name[name=" + special + "]");
  }

  @Override
  public String shown() {
    return "<Macro " + Python.representation(name) + ">";
  }

  @Override
  public Object call(Arguments arguments) {
    Scope inner = home.inner();
    List<String> names = signature.names();
    Map<String, Object> named = new LinkedHashMap<>(arguments.named());
    int firstDefault = names.size() - signature.defaults().size();
    for (int i = 0; i < names.size(); i++) {
      String parameter = names.get(i);
      if (i < arguments.positional().size()) {
        inner.put(parameter, arguments.positional().get(i));
      } else if (named.containsKey(parameter)) {
        inner.put(parameter, named.remove(parameter));
      } else if (i >= firstDefault) {
        Node.Expression written = signature.defaults().get(i - firstDefault);
        inner.put(parameter, evaluator.in(inner, () -> evaluator.value(written)));
      } else {
        inner.put(parameter, new Undefined("The parameter " + parameter + " was not given", true));
      }
    }
    rest(inner, arguments.positional(), named);
    evaluator.budget().enter();
    String text;
    try {
      text = evaluator.captured(body, inner);
    } finally {
      evaluator.budget().leave();
    }
    return evaluator.escaping() ? new Markup(text) : text;
  }

  private void rest(Scope inner, List<Object> positional, Map<String, Object> named) {
    if (uses("caller")) {
      Object caller = named.remove("caller");
      inner.put("caller", caller == null ? new Undefined("No caller defined", true) : caller);
    }
    int taken = signature.names().size();
    if (uses("kwargs")) {
      inner.put("kwargs", Dict.of(named));
    } else if (!named.isEmpty()) {
      throw new TemplateException(
          0, "The macro " + name + " has no parameter " + named.keySet().iterator().next());
    }
    List<Object> more = positional.subList(Math.min(taken, positional.size()), positional.size());
    if (uses("varargs")) {
      inner.put("varargs", new Tuple(List.copyOf(more)));
    } else if (!more.isEmpty()) {
      throw new TemplateException(0, "The macro " + name + " takes at most " + taken + " values");
    }
  }

  @Override
  public Optional<Object> attribute(String wanted) {
    return switch (wanted) {
      case "name" -> Optional.of(name);
      case "arguments" -> Optional.of(new Tuple(List.copyOf(signature.names())));
      case "catch_kwargs" -> Optional.of(uses("kwargs"));
      case "catch_varargs" -> Optional.of(uses("varargs"));
      case "caller" -> Optional.of(uses("caller"));
      default -> Optional.empty();
    };
  }
}
