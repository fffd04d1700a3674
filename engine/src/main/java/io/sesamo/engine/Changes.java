package io.sesamo.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Tells whenever something was committed, and wakes those who follow workflows. Thread-safe. */
final class Changes {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Consumer<Collection<String>> first;
  private long version;

  /**
   * Nothing has changed yet.
   *
   * @param first is told which workflows have changed, before anybody is woken
   */
  Changes(Consumer<Collection<String>> first) {
    this.first = first;
  }

  long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** These workflows have changed. */
  void signal(Collection<String> workflows) {
    first.accept(workflows);
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the version is no longer {@code seen}, or after {@code atMost}. */
  void await(long seen, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (version == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
