package io.sesamo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HarmlessTest {

  @Test
  void leavesPlainTextAlone() {
    String text = "epoch 3\tloss 0.01 – größer 你好 🙂";
    assertThat(Harmless.line(text)).isSameAs(text);
  }

  @Test
  void dropsColoursAndShowsOtherControlCharacters() {
    assertThat(Harmless.line("\u001b[1;31mred\u001b[0m")).isEqualTo("red");
    assertThat(Harmless.line("50 %\r60 %")).isEqualTo("50 %␍60 %");
    assertThat(Harmless.line("\u001b]0;title\u0007")).isEqualTo("␛]0;title␇");
    assertThat(Harmless.line("\u001b[2J\u001b[H")).doesNotContain("\u001b");
    assertThat(Harmless.line("\u009b2J\u007f")).isEqualTo("\ufffd2J\u2421");
  }

  @Test
  void showsWhatWouldTurnWordsAround() {
    assertThat(Harmless.line("safe\u202egnp.exe")).isEqualTo("safe\ufffdgnp.exe");
  }

  @Test
  void findsAColourCodeThatHidesInAnother() {
    assertThat(Harmless.line("\u001b[\u001b[0m2J")).doesNotContain("\u001b");
  }
}
