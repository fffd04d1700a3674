package io.sesamo.backend.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A pseudo-terminal, seen from where a person would sit. One thread may read while another writes;
 * {@link #wake} ends the waiting of both. See pty(7); the numbers of the requests are Linux's.
 */
final class Pty implements AutoCloseable {

  private static final long TIOCSPTLCK = 0x40045431L;
  private static final long TIOCGPTN = 0x80045430L;
  private static final long TIOCSWINSZ = 0x5414L;
  private static final int WINSIZE_BYTES = 8;
  private static final int EIO = 5;
  private static final int EAGAIN = 11;
  private static final byte[] ANYTHING = {0};

  private final int master;
  private final int number;
  private final Posix.Pipe waking;
  private boolean closed;

  private Pty(int master, int number, Posix.Pipe waking) {
    this.master = master;
    this.number = number;
    this.waking = waking;
  }

  /** Makes one; {@code multiplexer} is the {@code ptmx} of the instance of devpts to make it in. */
  static Pty open(Path multiplexer) throws IOException {
    int master = Posix.openDevice(multiplexer);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
      Posix.control(master, TIOCSPTLCK, number); // 0: not locked
      Posix.control(master, TIOCGPTN, number);
      return new Pty(master, number.get(ValueLayout.JAVA_INT, 0), Posix.pipe());
    } catch (IOException failure) {
      Posix.close(master);
      throw failure;
    }
  }

  /** Which one of its instance of devpts it is: {@code /dev/pts/<number>}. */
  int number() {
    return number;
  }

  /** Tells the programs in the foreground that the window has another size. */
  synchronized void resize(int rows, int columns) throws IOException {
    if (closed) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(WINSIZE_BYTES, 2);
      size.set(ValueLayout.JAVA_SHORT, 0, (short) rows);
      size.set(ValueLayout.JAVA_SHORT, 2, (short) columns);
      Posix.control(master, TIOCSWINSZ, size);
    }
  }

  /**
   * Waits for output.
   *
   * @return -1 when every program has closed the terminal, or after {@link #wake} when all is read
   */
  int read(byte[] into) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(into.length);
      while (true) {
        boolean awake = Posix.poll(new int[] {master, waking.reading()}, -1)[1];
        int count = readNow(buffer);
        if (count > 0) {
          MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, 0, count);
          return count;
        }
        if (count < 0 || awake) {
          return -1;
        }
      }
    }
  }

  /** 0: nothing now; -1: nothing ever. */
  private int readNow(MemorySegment buffer) throws IOException {
    try {
      int count = Posix.read(master, buffer);
      return count == 0 ? -1 : count;
    } catch (Posix.Failure failure) {
      return switch (failure.number()) {
        case EAGAIN -> 0;
        case EIO -> -1;
        default -> throw failure;
      };
    }
  }

  /** Types; waits while nothing takes what was typed before. */
  void write(byte[] bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(Math.max(1, bytes.length));
      MemorySegment.copy(bytes, 0, all, ValueLayout.JAVA_BYTE, 0, bytes.length);
      long done = 0;
      while (done < bytes.length) {
        Posix.awaitWritable(master, waking.reading());
        if (Posix.poll(new int[] {waking.reading()}, 0)[0]) {
          throw new IOException("the terminal is closed");
        }
        try {
          done += Posix.writeSome(master, all.asSlice(done, bytes.length - done));
        } catch (Posix.Failure failure) {
          if (failure.number() != EAGAIN) {
            throw failure;
          }
        }
      }
    }
  }

  /** From now on nobody waits; what is written already can still be read. */
  synchronized void wake() throws IOException {
    if (!closed) {
      Posix.write(waking.writing(), ANYTHING);
    }
  }

  /** Hangs up. Nobody may read or write any more. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      Posix.close(master);
      Posix.close(waking.reading());
      Posix.close(waking.writing());
    }
  }
}
