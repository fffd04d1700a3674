package io.sesamo.model.template;

import io.sesamo.model.template.Types.Arguments;
import io.sesamo.model.template.Types.Bytes;
import io.sesamo.model.template.Types.Function;
import io.sesamo.model.template.Types.Markup;
import io.sesamo.model.template.Types.Tuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The methods and fields of Python's values that are not texts; texts have {@link TextMethods}. */
final class Methods {

  private final Budget budget;
  private final TextMethods texts;

  Methods(Budget budget) {
    this.budget = budget;
    this.texts = new TextMethods(budget);
  }

  /** What {@code target.name} is; empty where there is no such method or field. */
  Optional<Object> find(Object target, String name) {
    return switch (target) {
      case String text -> texts.find(text, name).map(Object.class::cast);
      case Markup markup -> texts.find(markup.text(), name).map(Object.class::cast);
      case List<?> list -> ofList(asObjects(list), name).map(Object.class::cast);
      case Dict dict -> ofDict(dict, name).map(Object.class::cast);
      case Tuple tuple -> ofSequence(tuple.items(), name).map(Object.class::cast);
      case Types.Range range -> ofRange(range, name);
      case Bytes bytes -> ofBytes(bytes, name).map(Object.class::cast);
      case Double number -> ofDecimal(number, name);
      case BigInteger number -> ofInteger(number, name);
      case Boolean truth -> ofInteger(Python.integer(truth), name);
      case LocalDate date -> Dates.find(date.atStartOfDay(), true, name);
      case LocalDateTime time -> Dates.find(time, false, name);
      case OffsetDateTime time -> Dates.find(time.toLocalDateTime(), false, name);
      default -> Optional.empty();
    };
  }

  @SuppressWarnings("unchecked") // lists of templates hold objects only
  private static List<Object> asObjects(List<?> list) {
    return (List<Object>) list;
  }

  private static Optional<Function> of(Function function) {
    return Optional.of(function);
  }

  private static Object orNone(@Nullable Object value) {
    return value == null ? None.NONE : value;
  }

  private static Object one(Arguments arguments, String method) {
    return orNone(arguments.bind(method, "value")[0]);
  }

  private static Optional<Function> ofSequence(List<Object> items, String name) {
    return switch (name) {
      case "index" -> of(a -> BigInteger.valueOf(indexOf(items, a)));
      case "count" ->
          of(a -> {
            Object wanted = one(a, "count");
            return BigInteger.valueOf(
                items.stream().filter(item -> Python.equal(item, wanted)).count());
          });
      default -> Optional.empty();
    };
  }

  private static int indexOf(List<Object> items, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("index", "value", "start?", "stop?");
    int start = given[1] == null ? 0 : Python.small(given[1]);
    int stop = given[2] == null ? items.size() : Python.small(given[2]);
    for (int i = Math.max(0, start); i < Math.min(stop, items.size()); i++) {
      if (Python.equal(items.get(i), orNone(given[0]))) {
        return i;
      }
    }
    throw new TemplateException(0, Python.representation(orNone(given[0])) + " is not in the list");
  }

  private Optional<Function> ofList(List<Object> list, String name) {
    return switch (name) {
      case "append" -> of(a -> changed(() -> list.add(one(a, "append"))));
      case "extend" ->
          of(a -> {
            List<Object> more = Python.iterate(one(a, "extend"));
            budget.makeItems(more.size());
            return changed(() -> list.addAll(more));
          });
      case "insert" ->
          of(a -> {
            @Nullable Object[] given = a.bind("insert", "index", "value");
            int index = Python.small(orNone(given[0]));
            int from = index < 0 ? Math.max(0, index + list.size()) : Math.min(index, list.size());
            return changed(() -> list.add(from, orNone(given[1])));
          });
      case "pop" ->
          of(a -> {
            @Nullable Object[] given = a.bind("pop", "index?");
            int index = given[0] == null ? -1 : Python.small(given[0]);
            int from = index < 0 ? index + list.size() : index;
            if (from < 0 || from >= list.size()) {
              throw new TemplateException(0, "There is nothing to pop from a list");
            }
            return list.remove(from);
          });
      case "remove" -> of(a -> changed(() -> list.remove(indexOf(list, a))));
      case "clear" -> of(a -> changed(list::clear));
      case "copy" -> of(a -> copied(list));
      case "reverse" -> of(a -> changed(() -> Collections.reverse(list)));
      case "sort" ->
          of(a -> {
            @Nullable Object[] given = a.bind("sort", "*key?", "*reverse?");
            return changed(() -> {
              list.sort(Python::compare);
              if (given[1] != null && Python.truth(given[1])) {
                Collections.reverse(list);
              }
            });
          });
      default -> ofSequence(list, name);
    };
  }

  private List<Object> copied(List<Object> list) {
    budget.makeItems(list.size());
    return new ArrayList<>(list);
  }

  private Object changed(Runnable change) {
    budget.makeItems(1);
    change.run();
    return None.NONE;
  }

  /** Puts all of a map, or of a list of pairs, into a dictionary. */
  static void update(Dict dict, Object source) {
    if (source instanceof Dict other) {
      other.entries().forEach(entry -> dict.put(entry.key(), entry.value()));
      return;
    }
    for (Object item : Python.iterate(source)) {
      List<Object> pair = Python.iterate(item);
      if (pair.size() != 2) {
        throw new TemplateException(0, "A map is made of pairs");
      }
      dict.put(pair.get(0), pair.get(1));
    }
  }

  static List<Object> pairs(Dict dict) {
    List<Object> pairs = new ArrayList<>();
    dict.entries().forEach(entry -> pairs.add(Tuple.of(entry.key(), entry.value())));
    return pairs;
  }

  private Optional<Function> ofDict(Dict dict, String name) {
    return switch (name) {
      case "keys" -> of(a -> new Types.View("dict_keys", dict.keys()));
      case "values" -> of(a -> new Types.View("dict_values", dict.values()));
      case "items" -> of(a -> new Types.View("dict_items", pairs(dict)));
      case "copy" ->
          of(a -> {
            budget.makeItems(dict.size());
            return dict.copy();
          });
      case "clear" ->
          of(a -> {
            dict.clear();
            return None.NONE;
          });
      case "get" ->
          of(a -> {
            @Nullable Object[] given = a.bind("get", "key", "default?");
            return dict.get(orNone(given[0])).orElse(orNone(given[1]));
          });
      case "pop" ->
          of(a -> {
            @Nullable Object[] given = a.bind("pop", "key", "default?");
            Optional<Object> taken = dict.remove(orNone(given[0]));
            if (taken.isEmpty() && given[1] == null) {
              throw new TemplateException(
                  0, "There is no key " + Python.representation(orNone(given[0])));
            }
            return taken.orElse(orNone(given[1]));
          });
      case "popitem" ->
          of(a -> {
            if (dict.size() == 0) {
              throw new TemplateException(0, "There is nothing to pop from a map");
            }
            Dict.Entry last = dict.entries().getLast();
            dict.remove(last.key());
            return Tuple.of(last.key(), last.value());
          });
      case "setdefault" ->
          of(a -> {
            @Nullable Object[] given = a.bind("setdefault", "key", "default?");
            Object key = orNone(given[0]);
            if (!dict.has(key)) {
              budget.makeItems(1);
              dict.put(key, orNone(given[1]));
            }
            return dict.get(key).orElse(None.NONE);
          });
      case "update" ->
          of(a -> {
            if (!a.positional().isEmpty()) {
              update(dict, a.positional().getFirst());
            }
            a.named().forEach(dict::put);
            budget.makeItems(dict.size());
            return None.NONE;
          });
      default -> Optional.empty();
    };
  }

  private static Optional<Object> ofRange(Types.Range range, String name) {
    return switch (name) {
      case "start" -> Attributes.number(range.start());
      case "stop" -> Attributes.number(range.stop());
      case "step" -> Attributes.number(range.step());
      default -> ofSequence(range.items(), name).map(Object.class::cast);
    };
  }

  private static Optional<Function> ofBytes(Bytes bytes, String name) {
    return switch (name) {
      case "hex" -> of(a -> HexFormat.of().formatHex(bytes.value()));
      case "decode" ->
          of(a -> {
            try {
              return StandardCharsets.UTF_8
                  .newDecoder()
                  .decode(ByteBuffer.wrap(bytes.value()))
                  .toString();
            } catch (CharacterCodingException e) {
              throw new TemplateException(0, "Bytes are not UTF-8");
            }
          });
      default -> Optional.empty();
    };
  }

  private static Optional<Object> ofDecimal(double number, String name) {
    return switch (name) {
      case "is_integer" -> Optional.of((Function) a -> number == Math.rint(number));
      case "as_integer_ratio" -> Optional.of((Function) a -> ratio(number));
      case "conjugate" -> Optional.of((Function) a -> number);
      case "real" -> Optional.of(number);
      case "imag" -> Optional.of(0.0);
      default -> Optional.empty();
    };
  }

  private static Object ratio(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new TemplateException(0, "A number without end is no ratio");
    }
    BigDecimal exact = new BigDecimal(number);
    BigInteger above = exact.unscaledValue();
    BigInteger below = BigInteger.TEN.pow(Math.max(0, exact.scale()));
    above = exact.scale() < 0 ? exact.toBigInteger() : above;
    BigInteger common = above.gcd(below).max(BigInteger.ONE);
    return Tuple.of(above.divide(common), below.divide(common));
  }

  private static Optional<Object> ofInteger(BigInteger number, String name) {
    return switch (name) {
      case "bit_length" ->
          Optional.of((Function) a -> BigInteger.valueOf(number.abs().bitLength()));
      case "bit_count" -> Optional.of((Function) a -> BigInteger.valueOf(number.abs().bitCount()));
      case "is_integer" -> Optional.of((Function) a -> true);
      case "conjugate" -> Optional.of((Function) a -> number);
      case "as_integer_ratio" -> Optional.of((Function) a -> Tuple.of(number, BigInteger.ONE));
      case "to_bytes" -> Optional.of((Function) a -> bytes(number, a));
      case "real", "numerator" -> Optional.of(number);
      case "imag" -> Optional.of(BigInteger.ZERO);
      case "denominator" -> Optional.of(BigInteger.ONE);
      default -> Optional.empty();
    };
  }

  private static Object bytes(BigInteger number, Arguments arguments) {
    @Nullable Object[] given = arguments.bind("to_bytes", "length?", "byteorder?", "*signed?");
    int length = given[0] == null ? 1 : Python.small(given[0]);
    boolean little = given[1] != null && Python.string(given[1]).equals("little");
    if (number.signum() < 0 || number.bitLength() > 8L * length || length > 4096) {
      throw new TemplateException(0, "A number does not fit its bytes");
    }
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      byte b = number.shiftRight(8 * i).byteValue();
      out[little ? i : length - 1 - i] = b;
    }
    return Bytes.of(out);
  }
}
