package io.sesamo.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.law.condition.Condition;
import io.sesamo.law.condition.Condition.Truth;
import io.sesamo.law.rule.Period;
import io.sesamo.law.rule.Rule;
import io.sesamo.law.rule.Rule.Says;
import io.sesamo.model.catalog.Confidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How effects combine: every pair, and the table in the documents. */
class WeighingTest {

  private static final List<Says> ALL =
      Stream.concat(
              Stream.of(Effect.values()).map(Says.Judgement::new).map(Says.class::cast),
              Stream.of(new Says.Note(), new Says.Classification(Fact.CHIP_3A090A)))
          .toList();

  private static final String EXPECTED =
      """
      allow|nothing|allow|nothing
      allow, low confidence|nothing|review|review
      notify|nothing|notify|review
      notify, low confidence|nothing|review|review
      review|nothing|review|review
      review, low confidence|nothing|review|review
      licence|nothing|licence|review
      licence, low confidence|nothing|licence|review
      deny|nothing|deny|review
      deny, low confidence|nothing|deny|review
      note|nothing|nothing|nothing
      note, low confidence|nothing|nothing|nothing
      class chip.is3A090a|nothing|nothing|nothing
      class chip.is3A090a, low confidence|nothing|nothing|nothing
      """;

  /** Nothing here asks a condition. */
  private static final Condition.Checked NEVER_ASKED =
      new Condition.Checked() {
        @Override
        public Condition on(LocalDate date) {
          throw new IllegalStateException("never asked");
        }

        @Override
        public Set<LocalDate> days() {
          return Set.of();
        }

        @Override
        public Set<Fact> facts() {
          return Set.of();
        }
      };

  @Test
  void everyCaseWeighsWhatTheTableSays() {
    List<String> lines = new ArrayList<>();
    for (Says says : ALL) {
      for (Confidence confidence : List.of(Confidence.HIGH, Confidence.LOW)) {
        String low = confidence == Confidence.LOW ? ", low confidence" : "";
        lines.add(
            says.word()
                + low
                + "|"
                + weight(says, Truth.FALSE, confidence)
                + "|"
                + weight(says, Truth.TRUE, confidence)
                + "|"
                + weight(says, Truth.UNKNOWN, confidence));
      }
      for (Truth truth : Truth.values()) {
        assertThat(Weighing.weight(item(says, Set.of()), truth, Confidence.MEDIUM))
            .isEqualTo(Weighing.weight(item(says, Set.of()), truth, Confidence.HIGH));
      }
    }
    assertThat(String.join("\n", lines) + "\n").isEqualTo(EXPECTED);
  }

  private static String weight(Says says, Truth truth, Confidence confidence) {
    return Weighing.weight(item(says, Set.of()), truth, confidence)
        .map(Effect::word)
        .orElse("nothing");
  }

  private static Rule.Case item(Says says, Set<String> lifts) {
    return new Rule.Case("true", NEVER_ASKED, says, lifts, "", "", Period.ALWAYS);
  }

  @Test
  void anExceptionOfLowConfidenceCountsForNothing() {
    for (Effect effect : Effect.values()) {
      Rule.Case exception = item(new Says.Judgement(effect), Set.of("a-rule"));
      for (Truth truth : Truth.values()) {
        assertThat(Weighing.weight(exception, truth, Confidence.LOW)).isEmpty();
      }
      assertThat(Weighing.lifts(exception, Confidence.LOW)).isEmpty();
      assertThat(Weighing.lifts(exception, Confidence.MEDIUM)).containsExactly("a-rule");
      assertThat(Weighing.weight(exception, Truth.TRUE, Confidence.HIGH)).contains(effect);
    }
  }

  @Test
  void theStricterOfTwoCounts() {
    for (Effect one : Effect.values()) {
      for (Effect other : Effect.values()) {
        assertThat(one.or(other)).isEqualTo(other.or(one));
        assertThat(List.of(one, other)).contains(one.or(other));
        assertThat(one.or(other)).isGreaterThanOrEqualTo(one).isGreaterThanOrEqualTo(other);
      }
    }
    assertThat(Effect.values())
        .containsExactly(Effect.ALLOW, Effect.NOTIFY, Effect.REVIEW, Effect.LICENCE, Effect.DENY);
  }

  /** The table for people says the same. */
  @Test
  void theDocumentHasTheTable() throws IOException {
    String document = Files.readString(Path.of("../docs/law.md"));
    String table =
        EXPECTED
            .lines()
            .filter(line -> !line.startsWith("class"))
            .map(line -> "| " + line.replace("|", " | ") + " |")
            .collect(Collectors.joining("\n"));
    assertThat(document).contains(table);
  }
}
