package io.sesamo.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hidden of what a task says, in whatever pieces it says it. */
class MaskTest {

  private static final String TOKEN = "hunter2/very+secret?";
  private static final String PEM = "-----BEGIN KEY-----\nMIIEvQ+x/IBA\nAB\n-----END KEY-----\n";

  @Test
  void aSecretIsHiddenAndWhatStandsAroundItIsNot() {
    Mask mask = Mask.of(List.of(TOKEN, "short"));

    assertThat(mask.hide("token=" + TOKEN + ", short " + TOKEN + TOKEN + "."))
        .isEqualTo("token=****, short ********.");
    assertThat(mask.hide("hunter2/very+secret")).isEqualTo("hunter2/very+secret");
    assertThat(Mask.NONE.hide(TOKEN)).isEqualTo(TOKEN);
  }

  @Test
  void theLongestIsHiddenWhereSeveralBegin() {
    Mask mask = Mask.of(List.of("secret", "secret-and-more"));

    assertThat(mask.hide("secret-and-more secret-and")).isEqualTo("**** ****-and");
  }

  @Test
  void linesOfALongSecretAreHiddenByThemselves() {
    Mask mask = Mask.of(List.of(PEM));

    assertThat(mask.hide("x" + PEM + "x")).isEqualTo("x****\nx");
    assertThat(mask.hide("> MIIEvQ+x/IBA\r\n> AB\r\n")).isEqualTo("> ****\r\n> AB\r\n");
  }

  @Test
  void base64AndPercentSignsHideNothing() {
    Mask mask = Mask.of(List.of(TOKEN));
    for (String before : List.of("", "u", "us", "user:")) {
      byte[] text = (before + TOKEN + "\nafter").getBytes(StandardCharsets.UTF_8);
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String shown = mask.hide(encoder.encodeToString(text));
        assertThat(shown).contains("****").hasSizeLessThan(24);
      }
    }
    assertThat(mask.hide("?q=" + URLEncoder.encode(TOKEN, StandardCharsets.UTF_8)))
        .isEqualTo("?q=****");
  }

  @Test
  void whereAPieceEndsMakesNoDifference() {
    List<String> secrets = List.of(TOKEN, PEM, "aaaaaaab", "aaaaaaaa", "überall");
    Mask mask = Mask.of(secrets);
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      StringBuilder said = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        String secret = secrets.get(random.nextInt(secrets.size()));
        said.append(random.nextBoolean() ? secret : secret.substring(0, random.nextInt(7)));
        said.append(random.nextBoolean() ? " " : "");
      }
      byte[] bytes = said.toString().getBytes(StandardCharsets.UTF_8);
      Mask.Stream stream = mask.new Stream();
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(9));
        shown.writeBytes(stream.take(Arrays.copyOfRange(bytes, from, to), to - from));
        from = to;
      }
      shown.writeBytes(stream.end());

      String text = shown.toString(StandardCharsets.UTF_8);
      assertThat(text).isEqualTo(mask.hide(said.toString())).doesNotContain(secrets);
    }
  }

  @Test
  void theEndOfAStreamHidesWhatEndsThere() {
    Mask mask = Mask.of(List.of(TOKEN));
    for (int missing = 0; missing < 4; missing++) {
      String said = "key " + TOKEN.substring(0, TOKEN.length() - missing);

      assertThat(mask.hide(said)).isEqualTo(missing == 0 ? "key ****" : said);
    }
    assertThat(mask.hide(TOKEN.substring(0, 2))).isEqualTo(TOKEN.substring(0, 2));
  }

  @Test
  void whatCannotBeASecretIsNotHeldBack() {
    Mask.Stream stream = Mask.of(List.of(TOKEN)).new Stream();
    byte[] words = "soon\nhunt".getBytes(StandardCharsets.UTF_8);

    assertThat(new String(stream.take(words, words.length), StandardCharsets.UTF_8))
        .isEqualTo("soon\n");
    assertThat(new String(stream.end(), StandardCharsets.UTF_8)).isEqualTo("hunt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P%40ss~wo%2Ard%21/%2B%20%C3%A9", // Python's quote
        "P%40ss~wo%2Ard%21%2F%2B%20%C3%A9", // RFC 3986
        "P%40ss~wo%2ard%21%2f%2b%20%c3%a9",
        "P%40ss~wo*rd!%2F%2B%20%C3%A9", // JavaScript's encodeURIComponent
        "P%40ss%7Ewo*rd%21%2F%2B+%C3%A9" // a form
      })
  void aSecretInAnAddressIsHiddenHoweverItsLanguageEncodesIt(String written) {
    assertThat(Mask.of(List.of("P@ss~wo*rd!/+ é")).hide("?key=" + written + "&n=1"))
        .isEqualTo("?key=****&n=1");
  }
}
