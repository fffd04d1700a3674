package io.sesamo.law.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          4799.996 ; 4,799.996
          5.918 ; 5.918
          5.92 ; 5.92
          4800 ; 4,800
          0 ; 0
          0.00004 ; 0
          1e6 ; 1,000,000
          """)
  void figuresAreNotRoundedOverABound(double number, String words) {
    assertThat(Sentence.words(number)).isEqualTo(words);
  }

  @Test
  void factsAreWrittenAsPeopleWriteThem() {
    assertThat(Sentence.words(List.of())).isEqualTo("none");
    assertThat(Sentence.words(List.of("CN", "FR"))).isEqualTo("CN, FR");
    assertThat(Sentence.words(true)).isEqualTo("yes");
  }
}
