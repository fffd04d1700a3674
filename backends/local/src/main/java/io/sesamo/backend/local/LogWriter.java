package io.sesamo.backend.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/**
 * Appends what a task writes to its log, a line at a time, each with its time and stream (see
 * {@link io.sesamo.engine.logs.TaskLog}). It holds back at most one piece of a line for each
 * stream, however long that line is. Not thread-safe.
 */
final class LogWriter {

  /** Lines that are longer are written in pieces. */
  private static final int PIECE = 1 << 16;

  /** A line's bytes beside its time and text. */
  private static final int AROUND = 4;

  private final int file;
  private final InstantSource clock;
  private final Mask mask;
  private long missing;

  /**
   * @param file is open for appending
   * @param mask of what must not be in the log
   */
  LogWriter(int file, InstantSource clock, Mask mask) {
    this.file = file;
    this.clock = clock;
    this.mask = mask;
  }

  /** One of the task's two streams. */
  final class Stream {
    private final char letter;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(256);
    private final Mask.Stream hiding = mask.new Stream();
    private long left;

    /**
     * @param letter that stands for it in the log
     * @param most bytes that are kept of it
     */
    Stream(char letter, long most) {
      this.letter = letter;
      this.left = most;
    }

    /** Writes the lines that are complete with these bytes. */
    void take(byte[] bytes, int count) {
      if (left > 0) {
        byte[] shown = mask == Mask.NONE ? bytes : hiding.take(bytes, count);
        write(shown, mask == Mask.NONE ? count : shown.length);
      }
    }

    private void write(byte[] bytes, int count) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream(count + 128);
      byte[] time = time();
      int start = 0;
      for (int i = 0; i < count && left > 0; i++) {
        boolean ends = bytes[i] == '\n';
        if (ends || held.size() + i - start == PIECE) {
          held.write(bytes, start, i - start);
          line(lines, time, ends ? letter : Character.toUpperCase(letter));
          start = ends ? i + 1 : i;
          if (lines.size() > PIECE) { // many short lines are many times as long in the log
            append(lines);
            lines.reset();
          }
        }
      }
      if (left > 0) {
        held.write(bytes, start, count - start);
      }
      append(lines);
    }

    /** Writes the line that the stream has ended in the middle of. */
    void end() {
      byte[] rest = hiding.end();
      write(rest, rest.length);
      if (held.size() > 0) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        line(lines, time(), letter);
        append(lines);
      }
    }

    private void line(ByteArrayOutputStream lines, byte[] time, char kind) {
      left -= time.length + held.size() + AROUND;
      lines.writeBytes(time);
      lines.write(' ');
      lines.write(left > 0 ? kind : letter);
      lines.write(' ');
      lines.writeBytes(held.toByteArray());
      lines.write('\n');
      held.reset();
      if (left <= 0) {
        lines.writeBytes(own(time, "The log is cut here: it is too long."));
      }
    }
  }

  /**
   * Says how much is missing at the end, if anything is.
   *
   * @return whether the log is whole or says so; else there is still no room on the disk
   */
  boolean end() {
    append(new ByteArrayOutputStream());
    return missing == 0;
  }

  private static byte[] own(byte[] time, String words) {
    String line = new String(time, StandardCharsets.US_ASCII) + " s " + words + "\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /** In seconds, with three places. */
  private byte[] time() {
    long millis = clock.millis();
    return "%d.%03d".formatted(millis / 1000, millis % 1000).getBytes(StandardCharsets.US_ASCII);
  }

  /** In one write, so that the lines that the server adds stand between ours. */
  private void append(ByteArrayOutputStream lines) {
    if (lines.size() == 0 && missing == 0) {
      return;
    }
    byte[] all = lines.toByteArray();
    try {
      Posix.write(file, missing == 0 ? all : afterWhatIsMissing(all));
      missing = 0;
    } catch (IOException diskIsFull) {
      missing += all.length;
    }
  }

  /** The last line may have been written in part. */
  private byte[] afterWhatIsMissing(byte[] lines) {
    String words = missing + " bytes are missing here: the log could not be written to.";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write('\n');
    all.writeBytes(own(time(), words));
    all.writeBytes(lines);
    return all.toByteArray();
  }
}
