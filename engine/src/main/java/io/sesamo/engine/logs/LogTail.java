package io.sesamo.engine.logs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a task's log file onward, as it grows. Not thread-safe. */
public final class LogTail {

  /** Read at most so much at once, so that a long log does not fill the memory. */
  private static final int CHUNK = 1 << 18;

  /** Lines that are longer are given in parts. */
  private static final int LONGEST = 16 << 20;

  /** The time and the stream are not longer. */
  private static final int LONGEST_HEAD = 20;

  private final Path file;
  private final Map<Stream, ByteArrayOutputStream> pieces = new EnumMap<>(Stream.class);
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
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      // Thousands of files are looked at again and again, most of which have nothing new.
      while (lines.isEmpty() && channel.size() > offset) {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, channel.size() - offset));
        int count = Math.max(0, channel.read(chunk, offset));
        offset += count;
        split(chunk.array(), count, lines);
      }
    } catch (NoSuchFileException e) {
      return lines; // the task has not begun to write
    }
    return lines;
  }

  private void split(byte[] chunk, int count, List<Line> lines) {
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (chunk[i] == '\n') {
        partial.write(chunk, start, i - start);
        parse(partial.toByteArray()).ifPresent(lines::add);
        partial.reset();
        start = i + 1;
      }
    }
    partial.write(chunk, start, count - start);
  }

  /**
   * {@code <seconds> <stream> <text>}; empty for a piece of a line that goes on, and for a line of
   * another form, which was cut by a crash.
   */
  private Optional<Line> parse(byte[] line) {
    String head =
        new String(line, 0, Math.min(line.length, LONGEST_HEAD), StandardCharsets.US_ASCII);
    int space = head.indexOf(' ');
    if (space < 1 || head.length() < space + 3) {
      return Optional.empty();
    }
    try {
      long millis = new BigDecimal(head.substring(0, space)).movePointRight(3).longValueExact();
      char letter = head.charAt(space + 1);
      Stream stream =
          switch (letter) {
            case 'o', 'O' -> Stream.OUTPUT;
            case 'e', 'E' -> Stream.ERROR;
            default -> Stream.SESAMO;
          };
      ByteArrayOutputStream text = pieces.computeIfAbsent(stream, s -> new ByteArrayOutputStream());
      text.write(line, space + 3, line.length - space - 3);
      if (Character.isUpperCase(letter) && text.size() < LONGEST) {
        return Optional.empty();
      }
      pieces.remove(stream);
      return Optional.of(
          new Line(Instant.ofEpochMilli(millis), stream, text.toString(StandardCharsets.UTF_8)));
    } catch (NumberFormatException | ArithmeticException cutByCrash) {
      return Optional.empty();
    }
  }
}
