package io.sesamo.law.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.law.Words;
import io.sesamo.model.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleReaderTest {

  static final String GOOD =
      """
      rules:
        - id: a-rule
          jurisdiction: FR
          authority: an authority
          title: a title
          citation: a law
          source: a newspaper
          confidence: medium
          actions: [supply, use]
          status: in force
          inForce: [{from: 2024-01-01, to: 2024-12-31}, {from: 2026-01-01}]
          cases:
            - when: chip.tpp >= 4800 && site.country == 'CN'
              effect: licence
              policy: case by case
              sentence: "{chip.name} goes to {site.country}."
      """;

  @Test
  void aGoodRuleIsRead() {
    RuleReader.Result result = RuleReader.read("a.yaml", GOOD, 5_000, Words.conditions());
    assertThat(result.problems()).isEmpty();
    assertThat(result.rules()).hasSize(1);
    Rule rule = result.rules().getFirst();
    assertThat(rule.id()).isEqualTo("a-rule");
    assertThat(rule.inForce()).hasSize(2);
    assertThat(rule.cases().getFirst().says().word()).isEqualTo("licence");
  }

  /**
   * What stands in the good rule, what in its place is wrong, on which line, and how it is told.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id: a-rule            | id: A rule              | 2  | id: an id has
          confidence: medium    | confidence: sure        | 8  | confidence is high, medium or low
          confidence: medium    | confidences: medium     | 2  | a rule lacks the field confidence
          actions: [supply, use] | actions: [buy]         | 9  | there is no action buy
          effect: licence       | effect: forbid          | 14 | an effect is allow
          effect: licence       | class: chip.tpp         | 14 | there is no class chip.tpp
          chip.tpp              | chip.tps                | 13 | undeclared reference
          == 'CN'               | == 'ZZ'                 | 13 | no such country
          {chip.name}           | {chip.nam}              | 16 | there is no fact {chip.nam}
          from: 2026-01-01      | from: 2024-12-31        | 11 | overlaps an earlier one
          from: 2024-01-01      | from: 2025-01-01        | 11 | is before the first
          from: 2026-01-01      | to: 2023-12-31, from: 1899-01-01 | 11 | of the years 1900 to 9999
          actions: [supply, use] | actions: []            | 9  | actions: there is nothing in this
          from: 2024-01-01      | from: soon              | 11 | must be a day such as
          title: a title        | title: [a]              | 5  | title: this must be a text
          policy: case by case  | lift: [x]               | 15 | a case has no field lift
          """)
  void whatIsWrongIsToldWithItsPlace(String good, String bad, int line, String words) {
    RuleReader.Result result =
        RuleReader.read("a.yaml", GOOD.replace(good, bad), 5_000, Words.conditions());
    assertThat(result.rules()).isEmpty();
    assertThat(result.problems())
        .extracting(Problem::toString)
        .anySatisfy(
            problem -> assertThat(problem).startsWith("a.yaml:" + line + ":").contains(words));
  }

  @Test
  void aCaseHasAnEffectOrAClassAndARuleHasCases() {
    String both = GOOD.replace("effect: licence", "effect: deny\n        class: chip.is3A090a");
    assertThat(RuleReader.read("a.yaml", both, 5_000, Words.conditions()).problems())
        .extracting(Problem::toString)
        .anySatisfy(problem -> assertThat(problem).startsWith("a.yaml:14:").contains("not both"));
    String none = GOOD.substring(0, GOOD.indexOf("cases:")) + "cases: []\n";
    assertThat(RuleReader.read("a.yaml", none, 5_000, Words.conditions()).problems())
        .extracting(Problem::toString)
        .anySatisfy(
            problem -> assertThat(problem).startsWith("a.yaml:12:").contains("cases: there is no"));
  }

  @Test
  void theLastOfAllDaysIsNoEnd() {
    String text = GOOD.replace("{from: 2026-01-01}", "{from: 2026-01-01, to: 9999-12-31}");
    assertThat(RuleReader.read("a.yaml", text, 5_000, Words.conditions()).rules())
        .singleElement()
        .satisfies(rule -> assertThat(rule.inForce().getLast().to()).isEmpty());
  }

  @Test
  void moreRulesThanMayBeAreRefused() {
    assertThat(RuleReader.read("a.yaml", GOOD, 0, Words.conditions()))
        .satisfies(result -> assertThat(result.rules()).isEmpty())
        .satisfies(
            result -> assertThat(result.problems().toString()).contains("at most 5,000 over all"));
  }

  @Test
  void aSecondRuleOfTheSameNameIsTold() {
    String twice = GOOD + GOOD.lines().skip(1).reduce("", (all, line) -> all + line + "\n");
    assertThat(RuleReader.read("a.yaml", twice, 5_000, Words.conditions()).problems())
        .extracting(Problem::toString)
        .anySatisfy(
            problem -> assertThat(problem).contains("stands at a.yaml:2").contains("already"));
  }

  @Test
  void whatIsNoYamlOrNoListIsTold() {
    for (String text : new String[] {"rules: [", "rules: 5", "[]", "", "rules:\n- 5\n"}) {
      RuleReader.Result result = RuleReader.read("a.yaml", text, 5_000, Words.conditions());
      assertThat(result.rules()).isEmpty();
      assertThat(result.problems()).as(text).isNotEmpty();
    }
  }

  @Test
  void changedFilesAreReadOrRefused() {
    assertThat(new RuleFuzz(7).run(1_500)).isEqualTo(new RuleFuzz.Outcome(1_500, 0, 0));
  }
}
