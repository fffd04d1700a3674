package io.sesamo.model.template;

/** Bounds the work and the output of one template, so that a hostile one is refused quickly. */
final class Budget {

  private static final int MOST_STEPS = 2_000_000;
  private static final int MOST_CHARACTERS = 16 << 20;

  private int steps;
  private long characters;

  /** Counts one step of evaluation. */
  void step(int line) {
    if (++steps > MOST_STEPS) {
      throw new TemplateException(
          line, "The template takes more than " + MOST_STEPS + " steps: is a loop too long?");
    }
  }

  /** Counts characters or items that are about to be made. */
  void make(long count, int line) {
    characters += count;
    if (characters > MOST_CHARACTERS) {
      throw new TemplateException(
          line, "The template makes more than " + MOST_CHARACTERS + " characters.");
    }
  }
}
