package io.sesamo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.cli.terminal.Terminal.Window;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final LiveScreen screen =
      new LiveScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

  @Test
  void drawsOverWhatItDrewBefore() {
    screen.draw(List.of(Line.of("a"), Line.of("b")), new Window(80, 24));
    assertThat(written()).isEqualTo("a\u001b[K\nb\u001b[K\n\u001b[J");
    screen.draw(List.of(Line.of("c")), new Window(80, 24));
    assertThat(written()).isEqualTo("\r\u001b[2Ac\u001b[K\n\u001b[J");
  }

  @Test
  void neverDrawsMoreThanTheWindowHolds() {
    screen.draw(List.of(Line.of("aaaaa"), Line.of("b"), Line.of("c")), new Window(4, 3));
    assertThat(written()).isEqualTo("aaa…\u001b[K\nb\u001b[K\n\u001b[J");
  }

  @Test
  void goesOnBelowAfterAQuestion() {
    screen.draw(List.of(Line.of("a")), new Window(80, 24));
    screen.leave();
    written();
    screen.draw(List.of(Line.of("a")), new Window(80, 24));
    assertThat(written()).isEqualTo("a\u001b[K\n\u001b[J");
  }

  private String written() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }
}
