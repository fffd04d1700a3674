package io.sesamo.law.rule;

import io.sesamo.law.Words;
import io.sesamo.law.condition.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Reads rules that were changed at random, and counts those on which the reader fails: each must be
 * read or refused, within a second.
 */
final class RuleFuzz {

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final List<String> FRAGMENTS =
      List.of(
          "'",
          "\"",
          "[",
          "]",
          "{",
          "}",
          "(",
          ")",
          ":",
          ": ",
          "- ",
          "\n",
          "\n  ",
          "\n    ",
          "\t",
          "&a ",
          "*a",
          "<<: *a\n",
          "!!str ",
          "|\n",
          ">-\n",
          "---\n",
          "# ",
          "~",
          "null",
          "yes",
          "1e999",
          ".nan",
          "-1",
          "9223372036854775808",
          "2026-02-30",
          "\uFEFF",
          "\u0000",
          "\uD800",
          "é",
          "😀",
          " && ",
          " || ",
          "!",
          " ? ",
          " : ",
          " in ",
          " == ",
          " >= ",
          "chip.tpp",
          "chip.",
          "site.country",
          ".inGroup('D:5')",
          ".inGroup(",
          "known(",
          "has(chip.tpp)",
          "chip.designedIn.exists(c, c == 'CN')",
          ".all(x, ",
          "data.sources[0]",
          "1/0",
          "4800u",
          "b'x'",
          "r'x'",
          "'''",
          "\\",
          "{chip.name}",
          "{",
          "rules:\n",
          "cases:\n",
          "  - when: true\n",
          "effect: deny\n",
          "inForce: []\n",
          "from: 2024-01-01\n",
          "lifts: [a-rule]\n",
          "class: chip.is3A090a\n",
          "((((((((((((((((",
          "[[[[[[[[[[[[[[[[");

  private final SplittableRandom random;
  private final Conditions conditions = Words.conditions();

  RuleFuzz(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** What came of it. */
  record Outcome(int read, int crashes, int hangs) {}

  /** Reads so many changed files. */
  Outcome run(int count) {
    int crashes = 0;
    int hangs = 0;
    for (int i = 0; i < count; i++) {
      String text = changed();
      long begun = System.nanoTime();
      try {
        RuleReader.read("fuzz.yaml", text, 5_000, conditions);
      } catch (RuntimeException | Error fault) {
        crashes++;
        System.err.println(fault + " on\n" + text);
      }
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        hangs++;
        System.err.println("longer than a second:\n" + text);
      }
    }
    return new Outcome(count, crashes, hangs);
  }

  private String changed() {
    StringBuilder text = new StringBuilder(RuleReaderTest.GOOD);
    for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        case 1 -> text.delete(at, end);
        case 2 -> text.replace(at, end, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        default -> text.insert(at, text.substring(at, end));
      }
    }
    return text.toString();
  }

  /** Arguments: how many, and the seed. Ends with 1 when one failed. */
  public static void main(String[] arguments) {
    long begun = System.nanoTime();
    Outcome outcome =
        new RuleFuzz(Long.parseLong(arguments[1])).run(Integer.parseInt(arguments[0]));
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        "rules read %,d, crashes %d, hangs %d (%,.0f/s)%n",
        outcome.read(), outcome.crashes(), outcome.hangs(), outcome.read() / seconds);
    System.exit(outcome.crashes() + outcome.hangs() == 0 ? 0 : 1);
  }
}
