package io.sesamo.law.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.law.Words;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotationTest {

  private static final List<String> CONDITIONS =
      List.of(
          "chip.tpp >= 4800 && !(site.country in ['CN', 'FR']) || operator.usExposed",
          "chip.designedIn.exists(c, c.inGroup('D:5')) && data.sources.all(c, c != 'US')",
          "known(data.mechanism) ? data.mechanism == 'none' : chip.name == 'it\\'s \\\\ (a) b\\n'",
          "chip.name == 'one\\r\\ntwo'",
          "size(data.sources) > 1 && chip.tpp * 2.0 - 1e-3 < 5.0",
          "chip.tpp in [1.0, -2.5, 1e300]",
          "operator.usExposed in [true, false]",
          "date >= '2026-01-15'");

  @Test
  void whatIsWrittenDownIsReadAgain() throws Exception {
    for (String text : CONDITIONS) {
      Conditions first = Words.conditions();
      first.check(text);
      String written = first.checked().getOrDefault(text, "");
      assertThat(written).as(text).isNotEmpty().doesNotContain("\n", "\r");
      assertThat(Notation.write(Notation.read(written))).isEqualTo(written);
      Conditions second = new Conditions(Words.vocabulary(), first.checked());
      assertThat(second.check(text)).isEqualTo(first.check(text));
      assertThat(second.checked()).isEmpty();
    }
  }

  @Test
  void whatIsSpoiledIsCheckedAnew() throws Exception {
    String deep = "(not ".repeat(200_000);
    for (String spoiled :
        List.of("", "(", "(and", "(fact 'chip.tops')", "(const x)", "(item) x", deep)) {
      assertThatThrownBy(() -> Notation.read(spoiled)).isInstanceOf(IllegalArgumentException.class);
      Conditions conditions = new Conditions(Words.vocabulary(), Map.of("chip.tpp > 1.0", spoiled));
      assertThat(conditions.check("chip.tpp > 1.0"))
          .isEqualTo(Words.conditions().check("chip.tpp > 1.0"));
    }
  }
}
