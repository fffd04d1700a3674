package io.sesamo.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells whenever something was committed, and wakes those who follow workflows. Thread-safe. */
final class Changes {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Views views;
  private long version;

  /**
   * Nothing has changed yet.
   *
   * @param views are told before anybody is woken
   */
  Changes(Views views) {
    this.views = views;
  }

  long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** These workflows are about to change in the store; {@link #signal} follows. */
  void begin(Collection<String> workflows) {
    views.changing(workflows);
  }

  /** These workflows have changed. */
  void signal(Collection<String> workflows) {
    views.changed(workflows);
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
