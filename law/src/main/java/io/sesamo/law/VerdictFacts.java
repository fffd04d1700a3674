package io.sesamo.law;

import io.sesamo.law.LawBook.Change;
import io.sesamo.law.Verdict.Finding;
import io.sesamo.law.condition.Condition.Truth;
import io.sesamo.law.rule.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A verdict as plain maps and lists, for JSON and for the audit log. */
public final class VerdictFacts {

  /** Stands under every answer. */
  public static final String NOTICE = "Data with sources, not legal advice.";

  private VerdictFacts() {}

  /**
   * A verdict with all that led to it.
   *
   * @param clearances what people have decided, by which it was made
   */
  public static Map<String, Object> of(LawBook book, Verdict verdict, List<Clearance> clearances) {
    Facts facts = verdict.facts();
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("verdict", verdict.effect().word());
    shape.put("decidedBy", verdict.decidedBy().stream().map(VerdictFacts::finding).toList());
    shape.put("considered", verdict.considered().stream().map(VerdictFacts::finding).toList());
    shape.put(
        "missingFacts", verdict.missingFacts().stream().map(fact -> missing(fact, facts)).toList());
    List<Map<String, Object>> changes = new ArrayList<>();
    for (Change change : book.changesAfter(facts, facts.date(), clearances)) {
      changes.add(change(change));
    }
    shape.put("changesOn", changes);
    shape.put("date", facts.date().toString());
    shape.put("catalogVersion", book.version());
    if (facts.get(Fact.CHIP_ID) != null) {
      shape.put("classification", Classes.words(verdict));
    }
    shape.put("facts", values(facts));
    shape.put("assumed", facts.assumed().stream().map(Fact::path).sorted().toList());
    shape.put("notice", NOTICE);
    return shape;
  }

  private static Map<String, Object> change(Change change) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("date", change.from().toString());
    shape.put("verdict", change.verdict().effect().word());
    shape.put(
        "rules",
        change.verdict().decidedBy().stream()
            .map(finding -> finding.rule().id())
            .distinct()
            .toList());
    return shape;
  }

  /** What one rule said. */
  public static Map<String, Object> finding(Finding finding) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("rule", finding.rule().id());
    shape.put("title", finding.rule().title());
    shape.put("jurisdiction", finding.rule().jurisdiction());
    shape.put("authority", finding.rule().authority());
    shape.put("citation", finding.rule().citation());
    shape.put("effect", finding.item().says().word());
    shape.put("weighs", finding.weight().map(Effect::word).orElse("nothing"));
    shape.put("holds", finding.truth().name().toLowerCase(java.util.Locale.ROOT));
    shape.put("lifted", finding.lifted());
    shape.put("clearedBy", finding.clearedBy().map(Clearance::id).orElse(""));
    shape.put("policy", finding.item().policy());
    shape.put("confidence", finding.rule().confidence().name().toLowerCase(java.util.Locale.ROOT));
    shape.put("status", finding.rule().status());
    shape.put("sentence", finding.sentence());
    shape.put("missing", finding.missing().stream().map(Fact::path).toList());
    return shape;
  }

  private static Map<String, Object> missing(Fact fact, Facts facts) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("fact", fact.path());
    shape.put("meaning", fact.meaning());
    shape.put("why", why(fact, facts));
    return shape;
  }

  /** Why a fact is missing. */
  public static String why(Fact fact, Facts facts) {
    return facts.get(fact) == null
        ? facts.doubts().getOrDefault(fact, "not given")
        : facts.get(fact) + " belongs to a group with low confidence";
  }

  /** The facts that are there, by name. */
  public static Map<String, Object> values(Facts facts) {
    Map<String, Object> values = new TreeMap<>();
    for (Fact fact : Fact.values()) {
      @Nullable Object value = facts.get(fact);
      if (value != null) {
        values.put(fact.path(), value);
      }
    }
    return values;
  }

  /** One sentence for people: the verdict and what decided it. */
  public static String sentence(Verdict verdict) {
    List<Finding> decided = verdict.decidedBy();
    if (decided.isEmpty() && !verdict.clearedBy().isEmpty()) {
      return "Allowed by "
          + String.join(
              ", ", verdict.clearedBy().stream().map(c -> c.kind().word() + " " + c.id()).toList())
          + ".";
    }
    if (decided.isEmpty()) {
      return "No rule of the catalogue restricts this.";
    }
    Finding first =
        decided.stream()
            .filter(finding -> finding.truth() == Truth.TRUE)
            .findFirst()
            .orElse(decided.getFirst());
    return switch (first.truth()) {
      case UNKNOWN ->
          "Whether “"
              + first.rule().title()
              + "” applies cannot be told without "
              + String.join(", ", first.missing().stream().map(Fact::path).toList())
              + ".";
      case TRUE, FALSE -> first.sentence();
    };
  }

  /** A fact's value for people. */
  public static String words(Facts facts, Fact fact) {
    @Nullable Object value = value(facts, fact);
    return value == null ? "unknown" : Sentence.words(value);
  }

  /** A fact for people; where a name is missing, what comes nearest. */
  static @Nullable Object value(Facts facts, Fact fact) {
    @Nullable Object value = facts.get(fact);
    if (value != null) {
      return value;
    }
    return switch (fact) {
      case CHIP_NAME -> named(facts.get(Fact.CHIP_ID), "the chip");
      case SITE_NAME -> named(facts.get(Fact.SITE_COUNTRY), "the site");
      case OPERATOR_NAME -> "the operator";
      case TENANT_NAME -> "the tenant";
      default -> null;
    };
  }

  private static Object named(@Nullable Object value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
