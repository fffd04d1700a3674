package io.sesamo.cli.terminal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import sun.misc.Signal;

/**
 * Counts Ctrl-C instead of dying of it. The Java platform has no supported way to survive Ctrl-C;
 * {@code sun.misc.Signal} is the one that everybody uses.
 */
public final class Interrupts {

  private final AtomicInteger count = new AtomicInteger();
  private volatile Runnable action = this::count;

  /** From now on Ctrl-C is only counted. */
  public static Interrupts caught() {
    Interrupts interrupts = new Interrupts();
    Signal.handle(new Signal("INT"), signal -> interrupts.action.run());
    return interrupts;
  }

  private void count() {
    count.incrementAndGet();
  }

  /** Does something else at Ctrl-C while a question is asked. */
  public <T> T during(Runnable instead, Supplier<T> question) {
    action = instead;
    try {
      return question.get();
    } finally {
      action = this::count;
    }
  }

  /** How often it was pressed since the last call. */
  public int taken() {
    return count.getAndSet(0);
  }
}
