package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A network is served with TLS, by people who prove who they are, or not at all. */
class FrontOptionsTest {

  private static final String[] TLS = {"--tls-cert", "c.pem", "--tls-key", "k.pem"};

  @Test
  void onlyThisMachineIsServedUnlessMoreIsSaid() {
    assertThat(parse("--port", "8000", "--dev-auth").front()).isEmpty();
    assertThat(parse("--listen", "localhost").front()).isEmpty();
  }

  @Test
  void aNetworkWithoutTlsIsRefused() {
    refuses("--tls-cert FILE and --tls-key FILE, or --behind-proxy", "--listen", "0.0.0.0");
    refuses("--behind-proxy", "--url", "https://sesamo.example.org");
  }

  @Test
  void nobodyIsAnybodyOverANetwork() {
    refuses("--dev-auth anybody may be anybody", with(TLS, "--dev-auth", "--port", "8443"));
  }

  @Test
  void halfOfWhatIsNeededIsRefused() {
    refuses("both", "--tls-cert", "c.pem");
    refuses("Either", with(TLS, "--behind-proxy"));
    refuses("port", with(TLS, "--listen", "0.0.0.0"));
    refuses("--url https://", with(TLS, "--listen", "0.0.0.0", "--port", "8443"));
    refuses("--url https://", "--behind-proxy", "--port", "8080");
  }

  @Test
  void addressesOfOtherFormsAreRefused() {
    for (String url :
        List.of(
            "http://a.example",
            "https://a.example/sesamo",
            "a.example",
            "https://u@a.example",
            "https://a.example?b",
            "https://")) {
      refuses("form https://", with(TLS, "--port", "8443", "--url", url));
    }
    refuses("there is no nowhere.invalid", with(TLS, "--port", "1", "--listen", "nowhere.invalid"));
  }

  @Test
  void peopleCallItByItsPublicAddress() {
    assertThat(parse(with(TLS, "--port", "8443")).front().orElseThrow().url())
        .hasToString("https://127.0.0.1:8443");
    assertThat(
            parse("--behind-proxy", "--port", "80", "--url", "https://a.example/")
                .front()
                .orElseThrow()
                .url())
        .hasToString("https://a.example");
  }

  private static void refuses(String why, String... words) {
    assertThatThrownBy(() -> parse(words))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(why);
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static Options parse(String... words) {
    return Options.parse(List.of(words), Map.of());
  }
}
