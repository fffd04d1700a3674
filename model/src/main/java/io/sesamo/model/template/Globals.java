package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Function;
import io.sesamo.model.template.Types.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that every template has. */
final class Globals {

  private static final int LONGEST_RANGE = 100_000;

  private Globals() {}

  static Map<String, Object> of(Budget budget) {
    return Map.of(
        "range", (Function) Globals::range,
        "dict", (Function) Globals::dict,
        "namespace", (Function) arguments -> new Types.Namespace(fields(arguments)),
        "cycler", (Function) arguments -> new Cycler(arguments.positional()),
        "joiner", (Function) Globals::joiner);
  }

  private static Object range(Arguments arguments) {
    List<Object> given = arguments.positional();
    if (given.isEmpty() || given.size() > 3 || !arguments.named().isEmpty()) {
      throw new TemplateException(0, "range takes one to three whole numbers");
    }
    long[] numbers = new long[given.size()];
    for (int i = 0; i < numbers.length; i++) {
      var number = Python.integer(given.get(i));
      if (number.bitLength() > 62) {
        throw new TemplateException(0, "A number of range is too large");
      }
      numbers[i] = number.longValue();
    }
    long start = numbers.length > 1 ? numbers[0] : 0;
    long stop = numbers.length > 1 ? numbers[1] : numbers[0];
    long step = numbers.length > 2 ? numbers[2] : 1;
    if (step == 0) {
      throw new TemplateException(0, "The step of a range is 0");
    }
    long count = Math.max(0, Math.ceilDiv(stop - start, step));
    if (count > LONGEST_RANGE) {
      throw new TemplateException(0, "A range has more than " + LONGEST_RANGE + " numbers");
    }
    return new Range(start, stop, step, (int) count);
  }

  private static Object dict(Arguments arguments) {
    Dict dict = new Dict();
    if (!arguments.positional().isEmpty()) {
      Methods.update(dict, arguments.positional().getFirst());
    }
    arguments.named().forEach(dict::put);
    return dict;
  }

  private static Map<String, Object> fields(Arguments arguments) {
    Map<String, Object> fields = new LinkedHashMap<>();
    ((Dict) dict(arguments)).entries().forEach(e -> fields.put(Python.text(e.key()), e.value()));
    return fields;
  }

  private static Object joiner(Arguments arguments) {
    Object separator = arguments.positional().isEmpty() ? ", " : arguments.positional().getFirst();
    boolean[] used = {false};
    return (Function)
        none -> {
          Object answer = used[0] ? separator : "";
          used[0] = true;
          return answer;
        };
  }

  /** Gives its values one after the other, for ever. */
  private static final class Cycler implements Attributes.Owner {
    private final List<Object> values;
    private int at;

    Cycler(List<Object> values) {
      if (values.isEmpty()) {
        throw new TemplateException(0, "cycler needs values");
      }
      this.values = values;
    }

    @Override
    public Optional<Object> attribute(String name) {
      return switch (name) {
        case "current" -> Optional.of(values.get(at));
        case "next" ->
            Optional.of(
                (Function)
                    none -> {
                      Object value = values.get(at);
                      at = (at + 1) % values.size();
                      return value;
                    });
        case "reset" ->
            Optional.of(
                (Function)
                    none -> {
                      at = 0;
                      return None.NONE;
                    });
        default -> Optional.empty();
      };
    }
  }
}
