package io.sesamo.law;

import io.sesamo.model.catalog.Catalog;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads facts as people write them. */
public final class FactText {

  private FactText() {}

  /** A fact is not written as it must be; the message says what is wrong. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;

    UnreadableException(String message) {
      this("facts", message);
    }

    private UnreadableException(String field, String message) {
      super(message);
      this.field = field;
    }

    /** What of a case it is about: chip, site or facts. */
    public String field() {
      return field;
    }
  }

  /**
   * Puts together the facts of a case as people write it.
   *
   * @param chip id of an accelerator, or {@link Facts#NO_CHIP}; empty: not said
   * @param site id; empty: not said
   * @param facts values by the names of facts
   * @throws UnreadableException when the catalogue knows no such chip or site, or a fact can have
   *     no such value
   */
  public static Facts.Builder add(
      Facts.Builder builder, String chip, String site, Map<String, String> facts, Catalog catalog)
      throws UnreadableException {
    if (chip.equals(Facts.NO_CHIP)) {
      builder.noChip();
    } else if (!chip.isEmpty()) {
      builder.chip(find("chip", "accelerator", chip, catalog.accelerators()));
    }
    if (!site.isEmpty()) {
      builder.site(find("site", "site", site, catalog.sites()));
    }
    for (Map.Entry<String, String> entry : facts.entrySet()) {
      Fact fact =
          Fact.of(entry.getKey())
              .orElseThrow(() -> new UnreadableException("there is no fact " + entry.getKey()));
      builder.set(fact, parse(fact, entry.getValue(), catalog));
    }
    return builder;
  }

  private static <T> T find(String field, String kind, String id, Map<String, T> known)
      throws UnreadableException {
    T found = known.get(id);
    if (found == null) {
      throw new UnreadableException(field, "the catalogue has no " + kind + " '" + id + "'");
    }
    return found;
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
