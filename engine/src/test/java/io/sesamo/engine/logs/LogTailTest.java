package io.sesamo.engine.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.engine.logs.LogTail.Line;
import io.sesamo.engine.logs.LogTail.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

  @TempDir Path folder;

  @Test
  void readsWhatWasAddedSinceTheLastTime() throws IOException {
    Path file = folder.resolve("t.0.log");
    LogTail tail = new LogTail(file);
    assertThat(tail.next()).isEmpty();

    Files.writeString(file, "10 o hello\n11 e oh\n12 s ");
    assertThat(tail.next())
        .containsExactly(
            new Line(Instant.ofEpochSecond(10), Stream.OUTPUT, "hello"),
            new Line(Instant.ofEpochSecond(11), Stream.ERROR, "oh"));

    Files.writeString(file, "grüße\n13 o \n", StandardOpenOption.APPEND);
    assertThat(tail.next())
        .containsExactly(
            new Line(Instant.ofEpochSecond(12), Stream.SESAMO, "grüße"),
            new Line(Instant.ofEpochSecond(13), Stream.OUTPUT, ""));
  }

  @Test
  void leavesOutWhatACrashCut() throws IOException {
    Path file = folder.resolve("t.0.log");
    Files.writeString(file, "1234\n\n5 o whole\n17645");

    assertThat(new LogTail(file).next()).extracting(Line::text).containsExactly("whole");
  }

  @Test
  void readsALongLogInParts() throws IOException {
    Path file = folder.resolve("t.0.log");
    String line = "10 o " + "x".repeat(1000) + "\n";
    Files.writeString(file, line.repeat(2000));

    LogTail tail = new LogTail(file);
    List<Line> all = new ArrayList<>();
    for (List<Line> part = tail.next(); !part.isEmpty(); part = tail.next()) {
      assertThat(part.size()).isLessThan(2000);
      all.addAll(part);
    }
    assertThat(all).hasSize(2000).allMatch(read -> read.text().length() == 1000);
  }
}
