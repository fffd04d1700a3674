package io.sesamo.law;

import io.sesamo.model.catalog.Catalog;
import java.util.List;
import java.util.stream.Stream;

/** Reads facts as people write them. */
public final class FactText {

  private FactText() {}

  /** A fact is not written as it must be; the message says what is wrong. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /**
   * The value of a fact.
   *
   * @param text several texts are parted by commas
   * @throws UnreadableException when the fact can have no such value
   */
  public static Object parse(Fact fact, String text, Catalog catalog) throws UnreadableException {
    if (fact.derived()) {
      throw new UnreadableException(fact.path() + " is found by the rules and cannot be given");
    }
    if (fact == Fact.ACTION || fact == Fact.DATE) {
      throw new UnreadableException(
          fact.path() + " belongs to the question and is no fact to give");
    }
    return switch (fact.type()) {
      case TEXT -> known(fact, text.strip(), catalog);
      case NUMBER -> number(fact, text.strip());
      case TRUTH -> truth(fact, text.strip());
      case TEXTS -> texts(fact, text, catalog);
    };
  }

  private static List<String> texts(Fact fact, String text, Catalog catalog)
      throws UnreadableException {
    List<String> texts =
        Stream.of(text.split(",", -1)).map(String::strip).filter(word -> !word.isEmpty()).toList();
    for (String word : texts) {
      known(fact, word, catalog);
    }
    return texts;
  }

  private static String known(Fact fact, String text, Catalog catalog) throws UnreadableException {
    boolean known =
        switch (fact.domain()) {
          case ANY -> !text.isEmpty();
          case WORDS -> fact.words().contains(text);
          case COUNTRY -> catalog.countries().containsKey(text);
          case CHIP -> catalog.accelerators().containsKey(text);
          case SITE -> catalog.sites().containsKey(text);
        };
    if (known) {
      return text;
    }
    throw new UnreadableException(
        switch (fact.domain()) {
          case ANY -> fact.path() + " must not be empty";
          case WORDS ->
              fact.path()
                  + " is "
                  + String.join(", ", fact.words().stream().sorted().toList())
                  + ", not '"
                  + text
                  + "'";
          case COUNTRY ->
              "the catalogue has no country '" + text + "'; it is written as FR, KR or AE";
          case CHIP -> "the catalogue has no accelerator '" + text + "'";
          case SITE -> "the catalogue has no site '" + text + "'";
        });
  }

  private static Double number(Fact fact, String text) throws UnreadableException {
    try {
      double number = Double.parseDouble(text);
      if (number >= 0 && !Double.isInfinite(number)) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // told below
    }
    throw new UnreadableException(fact.path() + " is a number of 0 or more, not '" + text + "'");
  }

  private static Boolean truth(Fact fact, String text) throws UnreadableException {
    return switch (text) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw new UnreadableException(fact.path() + " is yes or no, not '" + text + "'");
    };
  }
}
