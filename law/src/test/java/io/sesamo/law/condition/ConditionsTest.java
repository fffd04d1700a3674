package io.sesamo.law.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.law.Fact;
import io.sesamo.law.Words;
import io.sesamo.law.condition.Condition.Truth;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {

  private static final LocalDate DAY = LocalDate.of(2024, 6, 1);

  private final Conditions conditions = Words.conditions();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          chip.tpp >= 4800 ; TRUE
          chip.tpp > 4800.5 ; FALSE
          chip.performanceDensity < 1.6 ; UNKNOWN
          chip.tpp >= 4800 || chip.performanceDensity < 1.6 ; TRUE
          chip.performanceDensity < 1.6 || chip.tpp >= 4800 ; TRUE
          chip.tpp < 4800 && chip.performanceDensity < 1.6 ; FALSE
          chip.performanceDensity < 1.6 && chip.tpp < 4800 ; FALSE
          chip.tpp >= 4800 && chip.performanceDensity < 1.6 ; UNKNOWN
          !(chip.performanceDensity < 1.6) ; UNKNOWN
          chip.datacenter ? chip.tpp > 1 : chip.performanceDensity > 1 ; TRUE
          operator.headquarters.inGroup('D:5') ; TRUE
          site.country.inGroup('D:5') ; UNKNOWN
          operator.headquarters in ['FR', 'US'] ; FALSE
          'US' in chip.designedIn ; TRUE
          chip.designedIn.exists(c, c.inGroup('A:5'))               ; TRUE
          chip.designedIn.all(c, c.inGroup('A:5'))                  ; UNKNOWN
          chip.designedIn.exists(c, c.inGroup('D:5')) ; FALSE
          chip.designedIn.all(c, c == 'US' || c == 'FR') ; TRUE
          chip.designedIn.exists(c, c == site.country) ; UNKNOWN
          data.sources.exists(c, c == 'CN') ; UNKNOWN
          size(chip.designedIn) == 2 ; TRUE
          known(site.country) ; FALSE
          known(chip.tpp) && chip.tpp + 1.0 == 4801.0 ; TRUE
          date >= '2024-06-01' ; TRUE
          date < '2024-06-01' ; FALSE
          date in ['2024-06-01', '2025-06-01'] ; TRUE
          'CN'.inGroup('D:5') ; TRUE
          ['FR', 'US'].exists(c, c.inGroup('D:5')) ; FALSE
          ['a', 'b'].exists(x, x.startsWith('b')) ; TRUE
          """)
  void aConditionHoldsOrNotOrCannotBeTold(String text, Truth expected) throws Exception {
    assertThat(conditions.check(text).on(DAY).of(facts())).isEqualTo(expected);
  }

  private static @Nullable Object[] facts() {
    @Nullable Object[] facts = new @Nullable Object[Fact.values().length];
    Map<Fact, Object> given =
        Map.of(
            Fact.CHIP_TPP,
            4800.0,
            Fact.CHIP_DATACENTER,
            true,
            Fact.CHIP_DESIGNED_IN,
            List.of("US", "FR"),
            Fact.OPERATOR_HEADQUARTERS,
            "CN",
            Fact.DATE,
            DAY.toString());
    given.forEach((fact, value) -> facts[fact.slot()] = value);
    return facts;
  }

  @Test
  void membersOfAGroupAreThoseOfTheDay() throws Exception {
    Condition.Checked checked = conditions.check("operator.headquarters.inGroup('D:5')");
    assertThat(checked.on(DAY).of(facts())).isEqualTo(Truth.TRUE);
    assertThat(checked.on(LocalDate.of(2025, 1, 1)).of(facts())).isEqualTo(Truth.FALSE);
  }

  @Test
  void onlyFactsThatMatterAreNamedAsMissing() throws Exception {
    Condition condition =
        conditions
            .check("(chip.tpp >= 4800 || site.country == 'CN') && chip.performanceDensity < 2")
            .on(DAY);
    assertThat(condition.missing(facts())).containsExactly(Fact.CHIP_PERFORMANCE_DENSITY);
  }

  @Test
  void daysInAConditionAreTold() throws Exception {
    assertThat(conditions.check("date >= '2026-01-15' && date < '2026-02-01'").days())
        .containsExactlyInAnyOrder(LocalDate.of(2026, 1, 15), LocalDate.of(2026, 2, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          chip.tops > 1 ; undeclared reference to 'chip'
          chip.tpp > 'much' ; no matching overload
          chip.tpp ; expected type 'bool'
          chip.tpp > ; mismatched input
          site.country.inGroup('D:9') ; there is no group of countries D:9
          site.country == 'ZZ' ; the catalogue has no such country
          site.country in ['FR', 'XX'] ; site.country is never 'XX'
          chip.designedIn.exists(c, c == 'QQ') ; chip.designedIn is never 'QQ'
          chip.id == 'nvidia-h21' ; the catalogue has no such accelerator
          site.id == 'mars-1' ; the catalogue has no such site
          tenant.endUse == 'fun' ; it is civil, military
          date > '2026-13-01' ; is no day
          date > '1899-12-31' ; is no day
          date in ['2026-01-01', 'soon'] ; is no day
          '+12026-01-01' > date ; is no day
          date.startsWith('2026') ; date is only compared with days
          date + 'x' == '2026-01-01x' ; date is only compared with days
          (chip.datacenter ? date : 'x') < '2027-99-99' ; date is only compared with days
          date == date ; date is only compared with days
          date == chip.name ; date is only compared with days
          date in data.sources ; date is only compared with days
          size(date) > 2 ; date is only compared with days
          known(date) ; date is only compared with days
          ['2026-01-01'].exists(d, d == date) ; date is only compared with days
          ['a', 1].exists(x, x.startsWith('b')) ; all of one kind
          chip.name in ['a', true] ; all of one kind
          [['a'], ['b']].exists(x, 'a' in x) ; all of one kind
          operator.name.inGroup('D:5') ; only a country is in a group
          'CHN'.inGroup('D:5') ; only a country is in a group
          data.categories.exists(c, c.inGroup('D:5')) ; only a country is in a group
          ['FR', 'CHN'].exists(c, c.inGroup('D:5')) ; only a country is in a group
          data.sources.exists(a, data.sources.exists(b, a == b)) ; inside one another
          [1, 2].map(x, x) == [1] ; undeclared reference
          {'a': 1}.a == 1 ; rules have no maps
          chip.tpp / 2.0 > 1.0 ; rules do not have CEL's
          operator.name.matches('(a+)+$') ; rules do not have CEL's matches
          """)
  void whatCannotBeUsedIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> conditions.check(text))
        .isInstanceOf(ConditionException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void hugeAndDeepConditionsAreRefused() {
    assertThatThrownBy(() -> conditions.check("true || ".repeat(2_000) + "true"))
        .hasMessageContaining("longer than");
    assertThatThrownBy(() -> conditions.check("(".repeat(500) + "true" + ")".repeat(500)))
        .isInstanceOf(ConditionException.class);
  }
}
