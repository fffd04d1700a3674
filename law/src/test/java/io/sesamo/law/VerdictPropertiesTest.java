package io.sesamo.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.law.condition.CelPeer;
import io.sesamo.law.condition.Condition;
import io.sesamo.law.condition.Condition.Truth;
import io.sesamo.law.rule.Rule;
import io.sesamo.model.catalog.Confidence;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of every verdict, tried on cases at random. */
class VerdictPropertiesTest {

  private static final LawBook BOOK = Books.OURS;
  private static final List<Action> ACTIONS = List.of(Action.values());

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20261125);

  /** Our evaluation of the rules' conditions is CEL's. */
  @Test
  void everyConditionHoldsExactlyWhereCelSaysSo() throws Exception {
    for (int day = 0; day < 6; day++) {
      LocalDate date = RandomFacts.date(BOOK, random);
      CelPeer peer = new CelPeer(BOOK.catalog(), date);
      for (Rule rule : BOOK.rules()) {
        for (Rule.Case item : rule.cases()) {
          Condition ours = item.when().on(date);
          CelPeer.Program theirs = peer.program(item.text());
          for (int i = 0; i < 40; i++) {
            Facts facts = complete(date);
            assertThat(ours.of(slots(facts)) == Truth.TRUE)
                .as(rule.id() + " with " + VerdictFacts.values(facts))
                .isEqualTo(theirs.holds(CelPeer.input(facts)));
          }
        }
      }
    }
  }

  /** What is true without a fact stays true whatever the fact is; so does what is false. */
  @Test
  void whatIsToldWithoutAFactHoldsWhateverTheFactIs() {
    for (int i = 0; i < 4_000; i++) {
      LocalDate date = RandomFacts.date(BOOK, random);
      Rule rule = BOOK.rules().get(random.nextInt(BOOK.rules().size()));
      for (Rule.Case item : rule.cases()) {
        if (item.text().contains("known(")) {
          continue; // it asks whether a fact is there, and so may change with that
        }
        Condition condition = item.when().on(date);
        @Nullable Object[] some =
            slots(RandomFacts.of(action(), date, BOOK.catalog(), random, 0.5).build());
        Truth told = condition.of(some);
        if (told == Truth.UNKNOWN) {
          assertThat(condition.missing(some)).as(item.text()).isNotEmpty();
          continue;
        }
        for (Fact fact : item.when().facts()) {
          if (some[fact.slot()] == null) {
            some[fact.slot()] = RandomFacts.value(fact, BOOK.catalog(), random);
          }
        }
        assertThat(condition.of(some)).as(item.text()).isEqualTo(told);
      }
    }
  }

  /** Facts that rules ask for only where they are there; {@code docs/law.md} says so. */
  private static final Set<Fact> ASKED_IF_THERE =
      Set.of(
          Fact.OPERATOR_HEADQUARTERS,
          Fact.OPERATOR_PARENT,
          Fact.TENANT_HEADQUARTERS,
          Fact.TENANT_PARENT,
          Fact.DATA_MECHANISM);

  /** What is allowed without a fact is allowed whatever the fact turns out to be. */
  @Test
  void aMissingFactNeverLeadsToAllow() {
    int allowed = 0;
    for (int i = 0; i < 60_000; i++) {
      LocalDate date = RandomFacts.date(BOOK, random);
      Facts facts = RandomFacts.of(action(), date, BOOK.catalog(), random, 0.3).build();
      Verdict verdict = BOOK.judge(facts);
      if (verdict.effect() != Effect.ALLOW) {
        assertThat(verdict.decidedBy()).isNotEmpty();
        continue;
      }
      allowed++;
      assertThat(verdict.missingFacts()).isEmpty();
      Facts.Builder filled = Facts.of(facts.action(), date);
      List<String> found = new ArrayList<>();
      for (Fact fact : Fact.values()) {
        Object value = facts.get(fact);
        if (value == null && !fact.derived() && !ASKED_IF_THERE.contains(fact)) {
          value = RandomFacts.value(fact, BOOK.catalog(), random);
          found.add(fact.path() + "=" + value);
        }
        if (value != null && !fact.derived()) {
          filled.set(fact, value);
        }
      }
      assertThat(BOOK.judge(filled.build()).effect())
          .as("%s with %s", VerdictFacts.values(facts), found)
          .isIn(Effect.ALLOW);
    }
    assertThat(allowed).isGreaterThan(100);
  }

  @Test
  void aRuleOfLowConfidenceNeverLeadsToAllow() {
    for (int i = 0; i < 20_000; i++) {
      LocalDate date = RandomFacts.date(BOOK, random);
      Verdict verdict =
          BOOK.judge(RandomFacts.of(action(), date, BOOK.catalog(), random, 0.05).build());
      if (verdict.effect() == Effect.ALLOW) {
        assertThat(verdict.decidedBy())
            .extracting(finding -> finding.rule().confidence())
            .doesNotContain(Confidence.LOW);
      }
    }
  }

  @Test
  void theSameCaseGetsTheSameVerdictAlways() {
    for (int i = 0; i < 500; i++) {
      Facts facts =
          RandomFacts.of(action(), RandomFacts.date(BOOK, random), BOOK.catalog(), random, 0.2)
              .build();
      assertThat(VerdictFacts.of(BOOK, BOOK.judge(facts), List.of()))
          .isEqualTo(VerdictFacts.of(BOOK, BOOK.judge(facts), List.of()));
    }
  }

  /** Between two days that the book names, nothing changes. */
  @Test
  void verdictsChangeOnlyOnTheDaysThatTheBookNames() {
    for (int i = 0; i < 300; i++) {
      Facts facts =
          RandomFacts.of(action(), LocalDate.of(2022, 1, 1), BOOK.catalog(), random, 0.1).build();
      List<LocalDate> changes = new ArrayList<>();
      Effect last = BOOK.judge(facts).effect();
      LocalDate end = LocalDate.of(2027, 1, 1);
      for (LocalDate day = LocalDate.of(2022, 1, 2); day.isBefore(end); day = day.plusDays(1)) {
        Effect effect = BOOK.judge(facts.on(day)).effect();
        if (effect != last) {
          changes.add(day);
          last = effect;
        }
      }
      assertThat(BOOK.changesAfter(facts, LocalDate.of(2022, 1, 1)))
          .extracting(LawBook.Change::from)
          .filteredOn(day -> day.isBefore(end))
          .isEqualTo(changes);
    }
  }

  private Action action() {
    return ACTIONS.get(random.nextInt(ACTIONS.size()));
  }

  /** A case in which nothing is missing, classes included. */
  private Facts complete(LocalDate date) {
    return BOOK.judge(RandomFacts.of(action(), date, BOOK.catalog(), random, 0).build()).facts();
  }

  private static @Nullable Object[] slots(Facts facts) {
    return facts.slots();
  }
}
