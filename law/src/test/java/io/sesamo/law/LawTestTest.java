package io.sesamo.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.model.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawTestTest {

  private static final String GOOD =
      """
      tests:
        - name: H100 to Paris
          source: nobody
          action: supply
          date: 2026-11-25
          chip: nvidia-h100-sxm
          site: eu-west-2
          facts: {operator.headquarters: FR}
          missing: site.stateFunded
          rule: us-h20-letter
          expect: allow
      """;

  @Test
  void aGoodCaseIsRead() {
    LawTest.File file = LawTest.read("a.yaml", GOOD, Books.OURS);
    assertThat(file.problems()).isEmpty();
    assertThat(file.tests().getFirst().run(Books.OURS).orElse(""))
        .contains("decided by no rule, expected us-h20-letter", "expected [site.stateFunded]");
  }

  @Test
  void aCaseMayUseNoAccelerator() {
    LawTest.File file = LawTest.read("a.yaml", GOOD.replace("nvidia-h100-sxm", "none"), Books.OURS);
    assertThat(file.problems()).isEmpty();
    assertThat(file.tests().getFirst().facts().get(Fact.CHIP_ID)).isEqualTo(Facts.NO_CHIP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {operator.headquarters: FR} | [operator.headquarters, FR] | facts is a map
          {operator.headquarters: FR} | operator.headquarters       | facts is a map
          operator.headquarters: FR   | date: 2026-01-01            | date belongs to the question
          operator.headquarters: FR   | action: use                 | action belongs to the question
          site.stateFunded            | site.stateFounded           | there is no fact site.stateFounded
          us-h20-letter               | us-h200-letter              | there is no rule us-h200-letter
          date: 2026-11-25            | date: 1899-12-31            | of the years 1900 to 9999
          """)
  void whatIsWrongIsTold(String good, String bad, String words) {
    LawTest.File file = LawTest.read("a.yaml", GOOD.replace(good, bad), Books.OURS);
    assertThat(file.tests()).isEmpty();
    assertThat(file.problems())
        .singleElement()
        .extracting(Problem::toString)
        .asString()
        .startsWith("a.yaml:2:")
        .contains(words);
  }
}
