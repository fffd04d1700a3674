package io.sesamo.law;

import io.sesamo.law.FactText.UnreadableException;
import io.sesamo.law.Verdict.Finding;
import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import io.sesamo.model.yaml.YamlReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A case with the verdict that is expected of it.
 *
 * @param name for people
 * @param source where the expectation is from
 * @param facts what is judged
 * @param expected the verdict
 * @param rule that must be among those that decide; empty: any, or none
 * @param missing facts that must be among the missing ones
 * @param policy that the deciding rule must tell; empty: any
 * @param classification of the chip, as in 3A090.a; empty: any
 */
public record LawTest(
    String name,
    String source,
    Facts facts,
    Effect expected,
    String rule,
    List<Fact> missing,
    String policy,
    String classification,
    Location where) {

  private static final Set<String> FIELDS =
      Set.of(
          "name", "source", "action", "date", "chip", "site", "facts", "expect", "rule", "missing",
          "policy", "class");

  /**
   * Runs it.
   *
   * @return what is otherwise than expected; empty: it passes
   */
  public Optional<String> run(LawBook book) {
    Verdict verdict = book.judge(facts);
    List<String> wrong = new ArrayList<>();
    List<String> decided = verdict.decidedBy().stream().map(f -> f.rule().id()).distinct().toList();
    if (verdict.effect() != expected) {
      wrong.add("the verdict is " + verdict.effect().word() + ", expected " + expected.word());
    }
    if (!rule.isEmpty() && !decided.contains(rule)) {
      wrong.add("decided by " + (decided.isEmpty() ? "no rule" : decided) + ", expected " + rule);
    }
    if (!verdict.missingFacts().containsAll(missing)) {
      wrong.add(
          "missing facts are " + paths(verdict.missingFacts()) + ", expected " + paths(missing));
    }
    List<String> policies = verdict.decidedBy().stream().map(f -> f.item().policy()).toList();
    if (!policy.isEmpty() && policies.stream().noneMatch(told -> told.startsWith(policy))) {
      wrong.add("the policy is " + policies + ", expected " + policy);
    }
    if (!classification.isEmpty() && !classification.equals(Classes.words(verdict))) {
      wrong.add("the class is " + Classes.words(verdict) + ", expected " + classification);
    }
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    String said =
        verdict.considered().stream().map(LawTest::said).collect(Collectors.joining("; "));
    return Optional.of(String.join("; ", wrong) + (said.isEmpty() ? "" : " [" + said + "]"));
  }

  private static List<String> paths(Collection<Fact> facts) {
    return facts.stream().map(Fact::path).toList();
  }

  private static String said(Finding finding) {
    return finding.rule().id() + " " + finding.item().says().word() + " " + finding.truth();
  }

  /**
   * What a file gives.
   *
   * @param problems errors; then the tests that can be read are still there
   */
  public record File(List<LawTest> tests, List<Problem> problems) {}

  /** Reads a file: {@code tests:} with a list of cases; {@code docs/law.md} tells their form. */
  public static File read(String title, String text, LawBook book) {
    List<Problem> problems = new ArrayList<>();
    List<LawTest> tests = new ArrayList<>();
    try {
      YamlNode root = YamlReader.read(title, 1, text, problems);
      if (root instanceof Mapping map
          && map.entries().get("tests") instanceof Sequence list
          && map.entries().size() == 1) {
        for (YamlNode item : list.items()) {
          try {
            tests.add(test(item, book));
          } catch (UnreadableException wrong) {
            problems.add(Problem.error(item.where(), String.valueOf(wrong.getMessage()), ""));
          }
        }
      } else {
        problems.add(
            Problem.error(root.where(), "a file of law tests has one field, tests, a list", ""));
      }
    } catch (YamlException e) {
      problems.add(e.problem());
    }
    return new File(List.copyOf(tests), List.copyOf(problems));
  }

  private static LawTest test(YamlNode node, LawBook book) throws UnreadableException {
    if (!(node instanceof Mapping map)) {
      throw new UnreadableException("a test is a map of fields");
    }
    for (String field : map.entries().keySet()) {
      if (!FIELDS.contains(field)) {
        throw new UnreadableException("a test has no field " + field);
      }
    }
    String expected = text(map, "expect", true);
    return new LawTest(
        text(map, "name", true),
        text(map, "source", true),
        facts(map, book),
        Effect.of(expected)
            .orElseThrow(() -> new UnreadableException("there is no verdict " + expected)),
        rule(text(map, "rule", false), book),
        missing(text(map, "missing", false)),
        text(map, "policy", false),
        text(map, "class", false),
        node.where());
  }

  private static String rule(String id, LawBook book) throws UnreadableException {
    if (!id.isEmpty() && book.rules().stream().noneMatch(rule -> rule.id().equals(id))) {
      throw new UnreadableException("there is no rule " + id);
    }
    return id;
  }

  private static List<Fact> missing(String text) throws UnreadableException {
    List<Fact> facts = new ArrayList<>();
    for (String path : text.split(",", -1)) {
      if (!path.isBlank()) {
        facts.add(fact(path.strip()));
      }
    }
    return facts;
  }

  private static Fact fact(String path) throws UnreadableException {
    return Fact.of(path).orElseThrow(() -> new UnreadableException("there is no fact " + path));
  }

  private static Facts facts(Mapping map, LawBook book) throws UnreadableException {
    String word = text(map, "action", true);
    Action action =
        Action.of(word).orElseThrow(() -> new UnreadableException("there is no action " + word));
    if (!(map.entries().get("date") instanceof Scalar day
        && day.value() instanceof LocalDate date
        && Days.fits(date))) {
      throw new UnreadableException(
          "date must be a day such as 2026-01-15, of the years 1900 to 9999");
    }
    Map<String, String> given = new LinkedHashMap<>();
    for (Map.Entry<String, YamlNode> entry : given(map).entrySet()) {
      given.put(entry.getKey(), words(entry.getValue()));
    }
    String chip = text(map, "chip", false);
    String site = text(map, "site", false);
    return FactText.add(Facts.of(action, date), chip, site, given, book.catalog()).build();
  }

  private static Map<String, YamlNode> given(Mapping map) throws UnreadableException {
    return switch (map.entries().get("facts")) {
      case null -> Map.of();
      case Mapping facts -> facts.entries();
      default -> throw new UnreadableException("facts is a map of facts and their values");
    };
  }

  private static String text(Mapping map, String field, boolean needed) throws UnreadableException {
    YamlNode value = map.entries().get(field);
    String text = value == null ? "" : words(value);
    if (needed && text.isBlank()) {
      throw new UnreadableException("a test needs the field " + field);
    }
    return text;
  }

  /** A single value as written, a list's values with commas between them. */
  private static String words(YamlNode node) throws UnreadableException {
    return switch (node) {
      case Scalar scalar -> scalar.text();
      case Sequence list -> {
        List<String> words = new ArrayList<>();
        for (YamlNode item : list.items()) {
          words.add(words(item));
        }
        yield String.join(",", words);
      }
      case Mapping map -> throw new UnreadableException("a map cannot stand here");
    };
  }
}
