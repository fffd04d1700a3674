package io.sesamo.server;

import io.sesamo.engine.store.PeopleStore;
import io.sesamo.engine.store.WriteRow;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Notes who changed what, in the database, some milliseconds after the answer: so that no request
 * waits for it. What is noted is stored at the end of a server that is stopped; what cannot be
 * stored goes to the server's log. Thread-safe.
 */
final class WriteLog implements AutoCloseable {

  private static final Logger LOG = System.getLogger(WriteLog.class.getName());
  private static final int MOST_WAITING = 10_000;
  private static final int BATCH = 500;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final PeopleStore store;
  private final BlockingQueue<WriteRow> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Semaphore news = new Semaphore(0);
  private final Thread writer;

  /** Taken from the queue and not stored; only under this object's lock. */
  private final List<WriteRow> batch = new ArrayList<>();

  /** Begins. */
  WriteLog(PeopleStore store) {
    this.store = store;
    this.writer = Thread.ofPlatform().daemon().name("writes").start(this::run);
  }

  /** Notes a call; waits only where the database is long behind. */
  void note(WriteRow row) {
    try {
      if (queue.offer(row, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        news.release();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.log(Level.WARNING, "A write is not stored: {0}", row);
  }

  /** What was noted until now, newest first, as {@link PeopleStore#writes}. */
  List<WriteRow> read(Optional<String> person, int limit) {
    flush();
    return store.writes(person, limit);
  }

  private synchronized void flush() {
    while (!batch.isEmpty() || queue.drainTo(batch, BATCH) > 0) {
      store.log(batch);
      batch.clear();
    }
  }

  private void run() {
    boolean said = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        news.acquire();
        news.drainPermits();
        flush();
        said = false;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException databaseIsAway) {
        if (!said) {
          LOG.log(Level.WARNING, "Writes are not stored at the moment", databaseIsAway);
        }
        said = true;
        pause();
        news.release();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    writer.interrupt();
    try {
      flush();
    } catch (RuntimeException databaseIsAway) {
      tellWhatIsLeft();
    }
  }

  private synchronized void tellWhatIsLeft() {
    queue.drainTo(batch);
    batch.forEach(row -> LOG.log(Level.WARNING, "A write is not stored: {0}", row));
    batch.clear();
  }
}
