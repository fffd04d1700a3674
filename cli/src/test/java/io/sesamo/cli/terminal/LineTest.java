package io.sesamo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {

  @Test
  void showsColoursOnlyWhenAsked() {
    Line line = Line.of("train ").add("RUNNING", Style.BUSY);
    assertThat(line.render(0, false)).isEqualTo("train RUNNING");
    assertThat(line.render(0, true)).isEqualTo("train \u001b[36mRUNNING\u001b[0m");
  }

  @Test
  void cutsAtTheWindowsEdgeAndEndsTheColour() {
    Line line = Line.of("train ").add("RUNNING", Style.BUSY).add(" for long");
    assertThat(line.render(10, false)).isEqualTo("train RUN…");
    assertThat(line.render(10, true)).isEqualTo("train \u001b[36mRUN\u001b[0m…");
    assertThat(line.render(line.width(), false)).isEqualTo("train RUNNING for long");
  }

  @Test
  void knowsWideAndCombiningCharacters() {
    assertThat(Line.of("机器人").width()).isEqualTo(6);
    assertThat(Line.of("e\u0301").width()).isEqualTo(1);
    assertThat(Line.of("机器人").render(5, false)).isEqualTo("机器…");
  }

  @Test
  void putsCellsBelowEachOther() {
    Table table = new Table().titles("NAME", "STATUS");
    table.row(Line.of("机器人"), Line.of("RUNNING"));
    table.row(Line.of("b"), Line.of("FAILED"));
    assertThat(table.lines().stream().map(Line::toString))
        .containsExactly("NAME    STATUS", "机器人  RUNNING", "b       FAILED");
  }
}
