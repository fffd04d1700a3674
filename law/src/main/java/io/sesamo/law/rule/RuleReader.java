package io.sesamo.law.rule;

import io.sesamo.law.Action;
import io.sesamo.law.Days;
import io.sesamo.law.Effect;
import io.sesamo.law.Fact;
import io.sesamo.law.condition.Condition;
import io.sesamo.law.condition.ConditionException;
import io.sesamo.law.condition.Conditions;
import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Confidence;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Sequence;
import io.sesamo.model.yaml.YamlReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads files of rules; {@code docs/law.md} tells their form. Not thread-safe; used for one file.
 */
public final class RuleReader {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{1,79}");
  private static final Set<String> RULE_FIELDS =
      Set.of(
          "id",
          "jurisdiction",
          "authority",
          "title",
          "citation",
          "source",
          "confidence",
          "actions",
          "status",
          "inForce",
          "licensable",
          "cases");
  private static final Set<String> CASE_FIELDS =
      Set.of("when", "effect", "class", "lifts", "policy", "sentence", "from", "to");

  private final Conditions conditions;
  private final List<Problem> problems = new ArrayList<>();

  private RuleReader(Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * What a file gives.
   *
   * @param rules those that can be used
   * @param problems errors and warnings
   */
  public record Result(List<Rule> rules, List<Problem> problems) {
    public Result {
      rules = List.copyOf(rules);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads one file.
   *
   * @param title the file's name, for messages
   * @param text what stands in it
   * @param most rules that it may have
   */
  public static Result read(String title, String text, int most, Conditions conditions) {
    RuleReader reader = new RuleReader(conditions);
    List<Rule> rules = new ArrayList<>();
    try {
      YamlNode root = YamlReader.read(title, 1, text, reader.problems);
      Fields file = new Fields(reader.problems, root, "a file of rules", Set.of("rules"));
      List<YamlNode> items = file.list("rules");
      if (items.size() > most) {
        file.wrong("rules", "there are more rules than can be read, at most 5,000 over all files");
        items = List.of();
      }
      Map<String, Location> seen = new HashMap<>();
      for (YamlNode item : items) {
        reader
            .rule(item)
            .ifPresent(rule -> {
              Location first = seen.putIfAbsent(rule.id(), rule.where());
              if (first != null) {
                file.wrong(
                    item, "rule " + rule.id() + " stands at " + first + " already", "Drop one.");
              }
              rules.add(rule);
            });
      }
    } catch (YamlException e) {
      reader.problems.add(e.problem());
    }
    return new Result(rules, reader.problems);
  }

  private Optional<Rule> rule(YamlNode node) {
    int before = problems.size();
    Fields fields = new Fields(problems, node, "a rule", RULE_FIELDS);
    String id = fields.text("id");
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      fields.wrong("id", "an id has 2 to 80 lower-case letters, digits, dots and dashes");
    }
    List<Period> inForce = periods(fields);
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String word : fields.filled("actions", fields.words("actions"))) {
      Action.of(word)
          .ifPresentOrElse(
              actions::add,
              () ->
                  fields.wrong(
                      "actions", "there is no action " + word + ": supply, use, transfer"));
    }
    List<YamlNode> items = fields.filled("cases", fields.list("cases"));
    List<Rule.Case> cases = new ArrayList<>();
    for (YamlNode item : items) {
      oneCase(item).ifPresent(cases::add);
    }
    Rule rule =
        new Rule(
            id,
            fields.text("jurisdiction"),
            fields.text("authority"),
            fields.text("title"),
            fields.text("citation"),
            fields.text("source"),
            confidence(fields),
            actions,
            fields.text("status"),
            inForce,
            fields.truth("licensable"),
            cases,
            node.where());
    if (rule.inForce().isEmpty() && cases.stream().anyMatch(item -> !isNote(item))) {
      fields.wrong("cases", "a rule that was never in force can only have notes");
    }
    return problems.size() == before ? Optional.of(rule) : Optional.empty();
  }

  private static boolean isNote(Rule.Case item) {
    return item.says() instanceof Rule.Says.Note;
  }

  private static Confidence confidence(Fields fields) {
    String word = fields.text("confidence");
    return Arrays.stream(Confidence.values())
        .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseGet(() -> {
          if (!word.isEmpty()) {
            fields.wrong("confidence", "confidence is high, medium or low, not " + word);
          }
          return Confidence.LOW;
        });
  }

  private List<Period> periods(Fields fields) {
    List<Period> periods = new ArrayList<>();
    for (YamlNode item : fields.list("inForce")) {
      Fields dates = new Fields(problems, item, "a period", Set.of("from", "to"));
      Period period = period(dates);
      if (periods.stream().anyMatch(earlier -> overlap(earlier, period))) {
        dates.wrong(item, "this period overlaps an earlier one of the rule", "Join them.");
      }
      periods.add(period);
    }
    return periods;
  }

  private static Period period(Fields dates) {
    Period period =
        new Period(dates.date("from"), dates.date("to").filter(day -> !day.equals(Days.LAST)));
    if (period.from().isPresent()
        && period.to().isPresent()
        && period.to().get().isBefore(period.from().get())) {
      dates.wrong("to", "the last day, " + period.to().get() + ", is before the first");
    }
    return period;
  }

  private static boolean overlap(Period one, Period other) {
    return !one.from().orElse(LocalDate.MIN).isAfter(other.to().orElse(LocalDate.MAX))
        && !other.from().orElse(LocalDate.MIN).isAfter(one.to().orElse(LocalDate.MAX));
  }

  private Optional<Rule.Case> oneCase(YamlNode node) {
    Fields fields = new Fields(problems, node, "a case", CASE_FIELDS);
    String text = fields.text("when");
    String sentence = fields.text("sentence");
    Sentence.unknownPlace(sentence)
        .ifPresent(path -> fields.wrong("sentence", "there is no fact {" + path + "}"));
    Optional<Rule.Says> says = says(fields);
    Set<String> lifts = Set.copyOf(fields.wordsIfAny("lifts"));
    if (!lifts.isEmpty() && says.isPresent() && !(says.get() instanceof Rule.Says.Judgement)) {
      fields.wrong("lifts", "only a case with an effect lifts other rules");
    }
    String policy = fields.textIfAny("policy").orElse("");
    Period period = period(fields);
    Optional<Condition.Checked> when = condition(fields, text);
    if (says.isEmpty() || when.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Rule.Case(text, when.get(), says.get(), lifts, policy, sentence, period));
  }

  private Optional<Condition.Checked> condition(Fields fields, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(conditions.check(text));
    } catch (ConditionException wrong) {
      fields.wrong("when", "this condition cannot be used: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Rule.Says> says(Fields fields) {
    Optional<String> classified = fields.textIfAny("class");
    if (classified.isPresent()) {
      if (fields.textIfAny("effect").isPresent()) {
        fields.wrong("effect", "a case has a class or an effect, not both");
      }
      Optional<Fact> fact = Fact.of(classified.get()).filter(Fact::derived);
      if (fact.isEmpty()) {
        fields.wrong("class", "there is no class " + classified.get() + " such as chip.is3A090a");
      }
      return fact.map(Rule.Says.Classification::new);
    }
    String word = fields.text("effect");
    if (word.equals("note")) {
      return Optional.of(new Rule.Says.Note());
    }
    Optional<Effect> effect = Effect.of(word);
    if (effect.isEmpty() && !word.isEmpty()) {
      fields.wrong(
          "effect", "an effect is allow, notify, review, licence, deny or note, not " + word);
    }
    return effect.map(Rule.Says.Judgement::new);
  }

  /** The fields of one map, each error with its place. */
  private static final class Fields {

    private final List<Problem> problems;
    private final YamlNode node;
    private final String what;
    private final Map<String, YamlNode> entries;

    Fields(List<Problem> problems, YamlNode node, String what, Set<String> known) {
      this.problems = problems;
      this.node = node;
      this.what = what;
      if (node instanceof Mapping mapping) {
        entries = mapping.entries();
        entries.forEach((name, value) -> {
          if (!known.contains(name)) {
            wrong(
                value,
                what + " has no field " + name,
                "It has " + String.join(", ", known.stream().sorted().toList()) + ".");
          }
        });
      } else {
        entries = Map.of();
        wrong(node, what + " is a map of fields", "");
      }
    }

    void wrong(YamlNode at, String message, String advice) {
      problems.add(Problem.error(at.where(), message + ".", advice));
    }

    void wrong(String field, String message) {
      wrong(entries.getOrDefault(field, node), field + ": " + message, "");
    }

    Optional<String> textIfAny(String field) {
      YamlNode value = entries.get(field);
      if (value == null) {
        return Optional.empty();
      }
      if (value instanceof YamlNode.Scalar scalar
          && scalar.value() != YamlNode.Null.NULL
          && !scalar.text().isBlank()) {
        return Optional.of(scalar.text().strip());
      }
      wrong(field, "this must be a text");
      return Optional.empty();
    }

    String text(String field) {
      if (!entries.containsKey(field)) {
        if (node instanceof Mapping) {
          wrong(node, what + " lacks the field " + field, "");
        }
        return "";
      }
      return textIfAny(field).orElse("");
    }

    boolean truth(String field) {
      YamlNode value = entries.get(field);
      if (value == null) {
        return false;
      }
      if (value instanceof YamlNode.Scalar scalar && scalar.value() instanceof Boolean truth) {
        return truth;
      }
      wrong(field, "this is true or false");
      return false;
    }

    Optional<LocalDate> date(String field) {
      YamlNode value = entries.get(field);
      if (value == null) {
        return Optional.empty();
      }
      if (value instanceof YamlNode.Scalar scalar
          && scalar.value() instanceof LocalDate day
          && Days.fits(day)) {
        return Optional.of(day);
      }
      wrong(field, "this must be a day such as 2026-01-15, of the years 1900 to 9999");
      return Optional.empty();
    }

    List<YamlNode> list(String field) {
      YamlNode value = entries.get(field);
      if (value instanceof Sequence sequence) {
        return sequence.items();
      }
      if (value != null || node instanceof Mapping) {
        wrong(value == null ? node : value, what + " lists its " + field, "");
      }
      return List.of();
    }

    /** Tells it when a list that is there has nothing in it. */
    <T> List<T> filled(String field, List<T> items) {
      if (items.isEmpty() && entries.get(field) instanceof Sequence) {
        wrong(field, "there is nothing in this list");
      }
      return items;
    }

    List<String> words(String field) {
      List<String> words = new ArrayList<>();
      for (YamlNode item : list(field)) {
        if (item instanceof YamlNode.Scalar scalar) {
          words.add(scalar.text());
        } else {
          wrong(item, field + " lists words", "");
        }
      }
      return words;
    }

    List<String> wordsIfAny(String field) {
      return entries.containsKey(field) ? words(field) : List.of();
    }
  }
}
