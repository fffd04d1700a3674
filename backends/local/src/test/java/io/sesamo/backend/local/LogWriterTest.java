package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.logs.LogTail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a task's words, however they arrive. */
class LogWriterTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_042L);

  private final Path log;
  private final int file;
  private final LogWriter writer;

  LogWriterTest(@TempDir Path temp) throws Exception {
    log = temp.resolve("log");
    file = Posix.openToAppend(log);
    writer = new LogWriter(file, InstantSource.fixed(NOW), Mask.NONE);
  }

  private static void give(LogWriter.Stream stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.take(bytes, bytes.length);
  }

  @Test
  void aLineIsWrittenOnceItIsCompleteWithItsTimeAndStream() throws Exception {
    LogWriter.Stream output = writer.new Stream('o', 1000);
    LogWriter.Stream error = writer.new Stream('e', 1000);

    give(output, "one\ntw");
    give(error, "oops\n");
    give(output, "o\n\nthree");
    assertThat(Files.readString(log).lines())
        .containsExactly(
            "1700000000.042 o one",
            "1700000000.042 e oops",
            "1700000000.042 o two",
            "1700000000.042 o ");
    output.end();
    error.end();

    assertThat(Files.readString(log)).endsWith("\n1700000000.042 o three\n");
  }

  /** Whatever the pieces it arrives in, a reader gets back the lines that were printed. */
  @Test
  void linesOfAnyLengthComeBackWhole() throws Exception {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int length : List.of(0, 1, 65_535, 65_536, 65_537, 200_000, 131_072, 3)) {
      text.append("x".repeat(length)).append('\n');
    }
    LogWriter.Stream output = writer.new Stream('o', 10_000_000);
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + 1 + random.nextInt(50_000));
      give(output, text.substring(start, end));
      start = end;
    }

    LogTail tail = new LogTail(log);
    StringBuilder read = new StringBuilder();
    for (List<LogTail.Line> lines = tail.next(); !lines.isEmpty(); lines = tail.next()) {
      lines.forEach(line -> read.append(line.text()).append('\n'));
      assertThat(lines).allMatch(line -> line.at().equals(NOW));
    }
    assertThat(read.toString()).isEqualTo(text.toString());
  }

  @Test
  void eachStreamIsCutByItselfAndSaysSo() throws Exception {
    LogWriter.Stream output = writer.new Stream('o', 40);
    LogWriter.Stream error = writer.new Stream('e', 40);

    give(output, "12345\n67890\nnever\n");
    give(output, "never\n");
    give(error, "fine\n");
    output.end();

    assertThat(Files.readString(log).lines().map(line -> line.substring(15)))
        .containsExactly("o 12345", "o 67890", "s The log is cut here: it is too long.", "e fine");
  }

  @Test
  void whatCouldNotBeWrittenIsCounted() throws Exception {
    int full = Posix.openToAppend(Path.of("/dev/full"));
    LogWriter broken = new LogWriter(full, InstantSource.fixed(NOW), Mask.NONE);
    LogWriter.Stream output = broken.new Stream('o', 1000);
    give(output, "lost\n");
    assertThat(broken.end()).isFalse();
    Posix.close(full);
    int again = Posix.openToAppend(log); // gets the number of the one that was closed
    assertThat(again).isEqualTo(full);

    give(output, "kept\n");
    output.end();
    assertThat(broken.end()).isTrue();

    assertThat(Files.readString(log).lines())
        .containsExactly(
            "",
            "1700000000.042 s 22 bytes are missing here: the log could not be written to.",
            "1700000000.042 o kept");
  }
}
