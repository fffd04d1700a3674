package io.sesamo.engine.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a task's log file onward, as it grows. Not thread-safe. */
public final class LogTail {

  /** Read at most so much at once, so that a long log does not fill the memory. */
  private static final int CHUNK = 1 << 18;

  private final Path file;
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private long offset;

  public LogTail(Path file) {
    this.file = file;
  }

  /** One line of a log. */
  public record Line(Instant at, Stream stream, String text) {}

  /** Where a line came from. */
  public enum Stream {
    OUTPUT,
    ERROR,
    SESAMO
  }

  /**
   * The complete lines that came since the last call, at most a chunk of them; empty when there is
   * nothing new, or no file yet.
   */
  public List<Line> next() throws IOException {
    List<Line> lines = new ArrayList<>();
    byte[] chunk = new byte[CHUNK];
    int count;
    do {
      count = read(chunk);
      split(chunk, count, lines);
    } while (lines.isEmpty() && count == chunk.length);
    return lines;
  }

  /** Fills the chunk as far as the file goes. */
  private int read(byte[] chunk) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(chunk);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (buffer.hasRemaining()) {
        int count = channel.read(buffer, offset);
        if (count < 0) {
          break;
        }
        offset += count;
      }
    } catch (NoSuchFileException e) {
      return 0; // the task has not begun to write
    }
    return buffer.position();
  }

  private void split(byte[] chunk, int count, List<Line> lines) {
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (chunk[i] == '\n') {
        partial.write(chunk, start, i - start);
        parse(partial.toString(StandardCharsets.UTF_8)).ifPresent(lines::add);
        partial.reset();
        start = i + 1;
      }
    }
    partial.write(chunk, start, count - start);
  }

  /**
   * {@code <seconds> <stream> <text>}; a line of another form was cut by a crash and is left out.
   */
  private static Optional<Line> parse(String line) {
    int space = line.indexOf(' ');
    if (space < 1 || line.length() < space + 3) {
      return Optional.empty();
    }
    try {
      Instant at = Instant.ofEpochSecond(Long.parseLong(line.substring(0, space)));
      Stream stream =
          switch (line.charAt(space + 1)) {
            case 'o' -> Stream.OUTPUT;
            case 'e' -> Stream.ERROR;
            default -> Stream.SESAMO;
          };
      return Optional.of(new Line(at, stream, line.substring(space + 3)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
