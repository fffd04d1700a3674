package io.sesamo.model.spec;

import java.util.List;
import java.util.Map;

/**
 * A spec as it was handed in.
 *
 * @param file name for messages
 * @param text the file's text
 * @param setVariables {@code key=value}; values are typed: whole number, else decimal, else text
 * @param setStringVariables {@code key=value}; values stay text
 * @param environment variables added to every task
 * @param labels added to the file's, and stronger than they
 */
public record SpecSource(
    String file,
    String text,
    List<String> setVariables,
    List<String> setStringVariables,
    Map<String, String> environment,
    Map<String, String> labels) {

  public SpecSource {
    setVariables = List.copyOf(setVariables);
    setStringVariables = List.copyOf(setStringVariables);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
  }

  public static SpecSource of(String file, String text) {
    return new SpecSource(file, text, List.of(), List.of(), Map.of(), Map.of());
  }

  /** The same source with more text at its end. */
  public SpecSource followedBy(String end) {
    return new SpecSource(file, text + end, setVariables, setStringVariables, environment, labels);
  }
}
