package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OidcFileTest {

  @TempDir Path folder;

  @Test
  void littleIsEnough() throws IOException {
    OidcFile file = read("issuer: https://id.example.org\nbrowserClient: sesamo\n");

    assertThat(file.settings().audience()).containsExactly("sesamo");
    assertThat(file.settings().deviceClient()).isEqualTo("sesamo");
    assertThat(file.settings().scopes()).contains("openid");
    assertThat(file.roles()).isEqualTo(Map.of("*", Set.of(BuiltInRole.USER)));
  }

  @Test
  void whatIsWrongIsSaidWithItsPlace() {
    refuses("[]", ":1:1: oidc.yaml is a map");
    refuses("issuer: https://a.b", "needs browserClient");
    refuses("browserClient: x", "needs issuer");
    refuses("issuer: http://id.example.org\nbrowserClient: x", ":1:9: oidc.yaml has an issuer");
    refuses("issuer: nonsense here\nbrowserClient: x", "https://");
    refuses("issuer: https://a.b\nbrowserClient: x\nroles: {a: king}", "none of");
    refuses("issuer: https://a.b\nbrowserClient: x\nroles: king", "maps groups to roles");
    refuses("issuer: https://a.b\nbrowserClient: x\ncolour: red", "knows no colour");
    refuses("issuer: [", "oidc.yaml");
  }

  private OidcFile read(String text) throws IOException {
    return OidcFile.read(Files.writeString(folder.resolve("oidc.yaml"), text)).orElseThrow();
  }

  private void refuses(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(why);
  }
}
