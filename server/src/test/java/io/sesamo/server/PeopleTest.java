package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PeopleTest {

  @Test
  void noTokenLooksLikeAnOption() {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 5_000; i++) {
      assertThat(People.newToken(random)).hasSize(22).doesNotStartWith("-");
    }
  }
}
