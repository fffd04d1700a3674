package io.sesamo.cli.command.law;

import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.Suggestions;
import io.sesamo.law.Action;
import io.sesamo.law.Days;
import io.sesamo.law.Fact;
import io.sesamo.law.FactText;
import io.sesamo.law.Facts;
import io.sesamo.law.LawBook;
import io.sesamo.model.catalog.Accelerator;
import io.sesamo.model.catalog.Site;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The facts of a case, from the words of a command line.
 *
 * @param action what is to be done
 * @param date the day of the question
 * @param given facts by name, besides chip and site
 */
record Question(LawBook book, Action action, LocalDate date, Map<Fact, Object> given) {

  /** Options that give a fact each. */
  private static final Map<String, Fact> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("--operator", Fact.OPERATOR_NAME);
    OPTIONS.put("--operator-hq", Fact.OPERATOR_HEADQUARTERS);
    OPTIONS.put("--operator-parent", Fact.OPERATOR_PARENT);
    OPTIONS.put("--operator-us-exposed", Fact.OPERATOR_US_EXPOSED);
    OPTIONS.put("--tenant", Fact.TENANT_NAME);
    OPTIONS.put("--tenant-hq", Fact.TENANT_HEADQUARTERS);
    OPTIONS.put("--tenant-parent", Fact.TENANT_PARENT);
    OPTIONS.put("--tenant-us-exposed", Fact.TENANT_US_EXPOSED);
    OPTIONS.put("--end-use", Fact.TENANT_END_USE);
    OPTIONS.put("--from", Fact.SHIPMENT_FROM);
    OPTIONS.put("--via", Fact.SHIPMENT_VIA);
    OPTIONS.put("--quantity", Fact.SHIPMENT_QUANTITY);
    OPTIONS.put("--data-from", Fact.DATA_SOURCES);
    OPTIONS.put("--data-category", Fact.DATA_CATEGORIES);
    OPTIONS.put("--data-persons", Fact.DATA_PERSONS);
    OPTIONS.put("--data-mechanism", Fact.DATA_MECHANISM);
  }

  /** Adds the options of a question to a command. */
  static void addOptions(CommandSpec spec) {
    spec.addOption(
        Specs.text("ACTION", "What is to be done: supply, use or transfer.", "--action"));
    OPTIONS.forEach((name, fact) -> spec.addOption(Specs.texts(label(fact), help(fact), name)));
    spec.addOption(
        Specs.texts("FACT=VALUE", "Any other fact, as in site.stateFunded=yes.", "--fact"));
    spec.addOption(Specs.text("YYYY-MM-DD", "The day (today).", "--date"));
    spec.addOption(CatalogFiles.option());
  }

  private static String label(Fact fact) {
    return switch (fact.domain()) {
      case COUNTRY -> "CC";
      case WORDS -> "WORD";
      case ANY, CHIP, SITE -> fact.type() == Fact.Type.NUMBER ? "N" : "TEXT";
    };
  }

  private static String help(Fact fact) {
    String owner = fact.path().replaceFirst("\\..*", "");
    String meaning = Character.toUpperCase(fact.meaning().charAt(0)) + fact.meaning().substring(1);
    String words = fact.type() == Fact.Type.TRUTH ? ": yes or no" : "";
    return (owner.equals("shipment") || owner.equals("data")
            ? meaning
            : "Of the " + owner + ": " + fact.meaning())
        + words
        + ".";
  }

  /** Reads the options. */
  static Question read(ParseResult arguments, Context context) {
    LawBook book = LawFiles.read(arguments, context);
    String word =
        Specs.text(arguments, "--action")
            .orElseThrow(() -> CliException.wrong("Say --action supply, use or transfer."));
    Action action =
        Action.of(word)
            .orElseThrow(() ->
                CliException.wrong("There is no action '" + word + "': supply, use or transfer."));
    Map<Fact, Object> given = new LinkedHashMap<>();
    OPTIONS.forEach((option, fact) -> {
      List<String> values = Specs.texts(arguments, option);
      if (!values.isEmpty()) {
        given.put(fact, value(fact, String.join(",", values), book, option));
      }
    });
    for (String text : Specs.texts(arguments, "--fact")) {
      String[] parts = text.split("=", 2);
      Fact fact =
          Fact.of(parts[0].strip())
              .orElseThrow(() ->
                  CliException.wrong("There is no fact '" + parts[0] + "'." + near(parts[0])));
      given.put(fact, value(fact, parts.length > 1 ? parts[1] : "", book, "--fact " + fact.path()));
    }
    return new Question(book, action, date(arguments, context), given);
  }

  private static String near(String path) {
    return Suggestions.question(
        path,
        List.of(Fact.values()).stream()
            .filter(fact -> !fact.derived() && fact != Fact.ACTION && fact != Fact.DATE)
            .map(Fact::path)
            .toList());
  }

  private static Object value(Fact fact, String text, LawBook book, String option) {
    try {
      return FactText.parse(fact, text, book.catalog());
    } catch (FactText.UnreadableException wrong) {
      throw CliException.wrong(option + ": " + wrong.getMessage() + ".");
    }
  }

  /** The day that the command line names, or today. */
  static LocalDate date(ParseResult arguments, Context context) {
    return day(arguments, "--date")
        .orElseGet(() -> LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC));
  }

  /** The day that an option names. */
  static Optional<LocalDate> day(ParseResult arguments, String option) {
    return Specs.text(arguments, option)
        .map(text ->
            Days.read(text)
                .orElseThrow(() ->
                    CliException.wrong(
                        option
                            + " is a day such as 2026-01-15, not '"
                            + text
                            + "'. Years are 1900 to 9999.")));
  }

  /** The chip of that id. */
  private static Accelerator chip(LawBook book, String id) {
    Accelerator chip = book.catalog().accelerators().get(id);
    if (chip == null) {
      throw CliException.wrong(
          "There is no accelerator '"
              + id
              + "' in the catalogue."
              + Suggestions.question(id, names(book.catalog().accelerators(), Accelerator::name))
              + " See sesamo catalog accelerators.");
    }
    return chip;
  }

  /** The site that an option names. */
  static Site site(LawBook book, String id) {
    Site site = book.catalog().sites().get(id);
    if (site == null) {
      throw CliException.wrong(
          "There is no site '"
              + id
              + "' in the catalogue."
              + Suggestions.question(id, names(book.catalog().sites(), Site::city))
              + " See sesamo catalog sites.");
    }
    return site;
  }

  private static <T> Map<String, String> names(Map<String, T> known, Function<T, String> name) {
    Map<String, String> names = new LinkedHashMap<>();
    known.forEach((id, one) -> names.put(id, name.apply(one)));
    return names;
  }

  /**
   * The case at a site.
   *
   * @param chip the id of an accelerator where one is concerned; {@link Facts#NO_CHIP}: the work
   *     uses none
   */
  Facts at(Optional<String> chip, Optional<Site> site) {
    Facts.Builder facts = Facts.of(action, date);
    chip.ifPresent(id -> {
      if (id.equals(Facts.NO_CHIP)) {
        facts.noChip();
      } else {
        facts.chip(chip(book, id));
      }
    });
    site.ifPresent(facts::site);
    given.forEach(facts::set);
    return facts.build();
  }
}
