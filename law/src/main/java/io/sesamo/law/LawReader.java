package io.sesamo.law;

import io.sesamo.law.condition.Conditions;
import io.sesamo.law.condition.Members;
import io.sesamo.law.condition.Vocabulary;
import io.sesamo.law.rule.Period;
import io.sesamo.law.rule.Rule;
import io.sesamo.law.rule.RuleReader;
import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.CatalogReader;
import io.sesamo.model.catalog.CatalogResult;
import io.sesamo.model.catalog.Confidence;
import io.sesamo.model.catalog.Membership;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the catalogue with its rules: ours, and those of an operator, which replace ours by id. */
public final class LawReader {

  /** More than ten times ours; beyond it the program would want for memory. */
  private static final int MOST_RULES = 5_000;

  private LawReader() {}

  /** What reading gives. */
  public sealed interface Result {

    /** It can be used. */
    record Accepted(LawBook book, List<Problem> warnings) implements Result {}

    /** It cannot. */
    record Refused(List<Problem> problems) implements Result {}
  }

  /** Reads everything in these folders, later ones over earlier ones. */
  public static Result read(List<CatalogFolder> folders) {
    return read(folders, Optional.empty());
  }

  /** The same, faster where it was done before. */
  public static Result read(List<CatalogFolder> folders, Optional<Memory> memory) {
    RuleFiles files = RuleFiles.of(folders);
    CatalogResult catalog = CatalogReader.read(folders, files.names());
    return switch (catalog) {
      case CatalogResult.Refused refused ->
          new Result.Refused(
              Stream.concat(refused.problems().stream(), files.errors().stream()).toList());
      case CatalogResult.Accepted accepted ->
          rules(
              folders,
              accepted.catalog(),
              Stream.concat(accepted.warnings().stream(), files.problems().stream()).toList(),
              memory);
    };
  }

  /** What is wrong with the rules in these folders, and what may be: days without a rule. */
  public static List<Problem> check(List<CatalogFolder> folders) {
    return switch (read(folders)) {
      case Result.Refused refused -> refused.problems();
      case Result.Accepted accepted -> {
        List<Problem> problems = new ArrayList<>(accepted.warnings());
        accepted.book().rules().forEach(rule -> holes(rule).ifPresent(problems::add));
        yield problems;
      }
    };
  }

  private static Optional<Problem> holes(Rule rule) {
    List<Period> periods =
        rule.inForce().stream()
            .sorted(Comparator.comparing(period -> period.from().orElse(LocalDate.MIN)))
            .toList();
    for (int i = 1; i < periods.size(); i++) {
      LocalDate end = periods.get(i - 1).to().orElse(LocalDate.MAX);
      LocalDate next = periods.get(i).from().orElse(LocalDate.MIN);
      if (end.plusDays(1).isBefore(next)) {
        String words = "rule " + rule.id() + " is not in force between " + end + " and " + next;
        return Optional.of(Problem.warning(rule.where(), words, ""));
      }
    }
    return Optional.empty();
  }

  private static Result rules(
      List<CatalogFolder> folders, Catalog catalog, List<Problem> known, Optional<Memory> memory) {
    Map<String, String> remembered =
        memory.map(place -> place.recall(catalog.version())).orElse(Map.of());
    Conditions conditions = new Conditions(vocabulary(catalog), remembered);
    List<Problem> problems = new ArrayList<>(known);
    Map<String, Rule> rules = rules(folders, conditions, problems);
    rules.values().forEach(rule -> checkLifts(rule, rules, problems));
    if (problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
      return new Result.Refused(problems);
    }
    Map<String, String> checked = conditions.checked();
    if (!checked.isEmpty()) {
      Map<String, String> all = new HashMap<>(remembered);
      all.putAll(checked);
      memory.ifPresent(place -> place.keep(catalog.version(), all));
    }
    return new Result.Accepted(new LawBook(catalog, List.copyOf(rules.values())), problems);
  }

  /** All rules by id; those of a later folder take the place of those before. */
  private static Map<String, Rule> rules(
      List<CatalogFolder> folders, Conditions conditions, List<Problem> problems) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    int count = 0;
    for (CatalogFolder folder : folders) {
      Map<String, Rule> own = new LinkedHashMap<>();
      for (String file : RuleFiles.of(folder).names()) {
        Optional<String> text = read(folder, file, problems);
        if (text.isEmpty()) {
          continue;
        }
        RuleReader.Result result =
            RuleReader.read(folder.title(file), text.get(), MOST_RULES - count, conditions);
        problems.addAll(result.problems());
        count += result.rules().size();
        result.rules().forEach(rule -> add(rule, own, problems));
      }
      rules.putAll(own);
    }
    return rules;
  }

  /** In one folder an id is there once; which of two would hold, nobody could tell. */
  private static void add(Rule rule, Map<String, Rule> own, List<Problem> problems) {
    Rule first = own.putIfAbsent(rule.id(), rule);
    if (first != null && !first.where().file().equals(rule.where().file())) { // else told already
      problems.add(
          Problem.error(
              rule.where(),
              "rule " + rule.id() + " stands at " + first.where() + " already.",
              "Drop one."));
    }
  }

  private static void checkLifts(Rule rule, Map<String, Rule> rules, List<Problem> problems) {
    for (Rule.Case item : rule.cases()) {
      for (String id : item.lifts()) {
        Rule target = rules.get(id);
        if (target == null) {
          problems.add(
              Problem.error(
                  rule.where(), "rule " + rule.id() + " lifts " + id + ".", "There is none."));
        } else if (target.cases().stream().anyMatch(other -> !other.lifts().isEmpty())) {
          problems.add(
              Problem.error(
                  rule.where(),
                  "rule " + rule.id() + " lifts " + id + ", which lifts others itself.",
                  "Say it without one of the two."));
        }
      }
    }
  }

  private static Optional<String> read(CatalogFolder folder, String file, List<Problem> problems) {
    try {
      return folder.read(file);
    } catch (IOException e) {
      problems.add(
          Problem.error(
              Location.wholeFile(folder.title(file)),
              "this file cannot be read as UTF-8 text.",
              ""));
      return Optional.empty();
    }
  }

  private static Vocabulary vocabulary(Catalog catalog) {
    Set<String> groups = Set.copyOf(catalog.memberships().stream().map(m -> m.group()).toList());
    return new Vocabulary() {
      @Override
      public boolean hasGroup(String group) {
        return groups.contains(group);
      }

      @Override
      public Members group(String group, LocalDate date) {
        Set<String> doubtful = new HashSet<>();
        for (Membership membership : catalog.memberships()) {
          if (membership.group().equals(group)
              && membership.holds(date)
              && membership.confidence() == Confidence.LOW) {
            doubtful.add(membership.country());
          }
        }
        return new Members(catalog.group(group, date), doubtful);
      }

      @Override
      public boolean knows(Fact.Domain domain, String text) {
        return switch (domain) {
          case COUNTRY -> catalog.countries().containsKey(text);
          case CHIP -> catalog.accelerators().containsKey(text) || text.equals(Facts.NO_CHIP);
          case SITE -> catalog.sites().containsKey(text);
          case ANY, WORDS -> true;
        };
      }
    };
  }
}
