package io.sesamo.law.rule;

import io.sesamo.law.Fact;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills the sentences of rules with facts. */
public final class Sentence {

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

  private Sentence() {}

  /** The first place in braces that is no fact. */
  static Optional<String> unknownPlace(String sentence) {
    return PLACE
        .matcher(sentence)
        .results()
        .map(match -> match.group(1))
        .filter(path -> Fact.of(path).isEmpty())
        .findFirst();
  }

  /**
   * The sentence with facts for what stands in braces.
   *
   * @param value of a fact; null: unknown
   */
  public static String fill(String sentence, Function<Fact, @Nullable Object> value) {
    return PLACE
        .matcher(sentence)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                Fact.of(match.group(1)).map(value).map(Sentence::words).orElse("unknown")));
  }

  /** A fact's value as people write it. */
  public static String words(Object value) {
    return switch (value) {
      case Double number -> number(number);
      case Boolean truth -> truth ? "yes" : "no";
      case List<?> list ->
          list.isEmpty() ? "none" : String.join(", ", list.stream().map(String::valueOf).toList());
      default -> value.toString();
    };
  }

  /** Not rounded more: 4,799.996 is below 4,800, and 5.918 below 5.92. */
  private static String number(double number) {
    String text = String.format(Locale.ROOT, "%,.4f", number);
    return text.replaceFirst("\\.?0+$", "");
  }
}
