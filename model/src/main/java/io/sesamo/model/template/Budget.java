package io.sesamo.model.template;

/** Bounds the work and the output of one template, so that a hostile one is refused quickly. */
final class Budget {

  private static final int MOST_STEPS = 1_000_000;
  private static final int MOST_CHARACTERS = 16 << 20;
  private static final int MOST_CALLS = 150;

  private int steps;
  private long characters;
  private int calls;

  /** Counts one step of evaluation. */
  void step() {
    if (++steps > MOST_STEPS) {
      throw new TemplateException(
          0, "The template takes more than " + MOST_STEPS + " steps: is a loop too long?");
    }
  }

  /** Counts characters that are about to be made. */
  void make(long count) {
    characters += count;
    if (characters > MOST_CHARACTERS) {
      throw new TemplateException(
          0, "The template makes more than " + MOST_CHARACTERS + " characters");
    }
  }

  /**
   * Counts items of a list that is about to be made; each takes as much room as some characters.
   */
  void makeItems(long count) {
    make(Math.multiplyExact(8L, Math.min(count, Integer.MAX_VALUE)));
  }

  /** Enters a macro or a recursive loop. */
  void enter() {
    if (++calls > MOST_CALLS) {
      throw new TemplateException(0, "Macros or loops call themselves too deeply");
    }
  }

  void leave() {
    calls--;
  }
}
