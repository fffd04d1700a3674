package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.contract.Param;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Typed parameters of a request's query, in the forms that OSMO's client sends. A route that has
 * been described reads only what it declares.
 */
record Parameters(Context context) {

  Optional<String> text(String name) {
    return texts(name).stream().findFirst().filter(value -> !value.isEmpty());
  }

  List<String> texts(String name) {
    Route route = context.attribute(Route.ATTRIBUTE);
    if (route != null && route.contract().described() && route.contract().param(name).isEmpty()) {
      throw new IllegalStateException(
          route.verb() + " " + route.path() + " reads the parameter " + name + " undeclared");
    }
    return context.queryParams(name);
  }

  boolean truth(String name, boolean byDefault) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return byDefault;
    }
    return Param.truthOf(value.get())
        .orElseThrow(() -> ApiException.invalid("query", name, "Input should be True or False"));
  }

  OptionalInt number(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number < 0) {
        throw ApiException.invalid("query", name, "Input should be at least 0");
      }
      return OptionalInt.of(number);
    } catch (NumberFormatException e) {
      throw ApiException.invalid("query", name, "Input should be a valid integer");
    }
  }

  <E extends Enum<E>> Set<E> values(String name, Class<E> type) {
    Set<E> values = EnumSet.noneOf(type);
    for (String text : texts(name)) {
      values.add(value(name, text, type));
    }
    return values;
  }

  /**
   * The same, where OSMO knows more values than there are here.
   *
   * @param never what it knows beside; nothing is ever so here
   * @return empty when nothing can be so
   */
  <E extends Enum<E>> Optional<Set<E>> values(String name, Class<E> type, Set<String> never) {
    Set<E> values = EnumSet.noneOf(type);
    List<String> asked = texts(name);
    asked.stream()
        .filter(text -> !never.contains(text))
        .forEach(text -> values.add(value(name, text, type)));
    return values.isEmpty() && !asked.isEmpty() ? Optional.empty() : Optional.of(values);
  }

  <E extends Enum<E>> E value(String name, String text, Class<E> type) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    throw ApiException.invalid(
        "query", name, "Input should be one of " + EnumSet.allOf(type) + ", not " + text);
  }

  Optional<Instant> time(String name) {
    return text(name)
        .map(text ->
            Param.timeOf(text)
                .orElseThrow(() ->
                    ApiException.invalid(
                        "query", name, "Input should be a time like 2026-01-02T03:04:05"))
                .toInstant(ZoneOffset.UTC));
  }

  /** Repeated {@code key=value} parameters. */
  Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : texts(name)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new ApiException(
            400, "USAGE", "The " + name + " '" + pair + "' is not of the form key=value.");
      }
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return pairs;
  }

  Set<String> set(String name) {
    return new LinkedHashSet<>(texts(name));
  }
}
