package io.sesamo.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PythonRegexTest {

  /** The file holds expressions and whether Python 3.12's re.compile takes them. */
  @Test
  void takesWhatPythonTakes() throws IOException {
    List<String> differences = new ArrayList<>();
    try (InputStream cases =
        Objects.requireNonNull(PythonRegexTest.class.getResourceAsStream("regex-cases.json"))) {
      for (JsonNode line : JsonMapper.builder().build().readTree(cases)) {
        boolean taken;
        try {
          Pattern.compile(PythonRegex.toJava(line.get(0).asString()));
          taken = true;
        } catch (IllegalArgumentException refused) {
          taken = false;
        }
        if (taken != line.get(1).asBoolean()) {
          differences.add(line.toString());
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void matchesWhatPythonMatches() {
    assertThat(matches("(?P<x>a+)-(?P=x)", "aa-aa")).isTrue();
    assertThat(matches("[a-z&&[^b]]", "&]")).isTrue();
    assertThat(matches(".*\\Z", "abc")).isTrue();
    assertThat(matches("\\w+", "é")).isTrue();
    assertThat(matches("(?x) a b # two letters", "ab")).isTrue();
    assertThat(matches("x{,2}", "xx")).isTrue();
  }

  private static boolean matches(String regex, String text) {
    return Pattern.compile(PythonRegex.toJava(regex)).matcher(text).matches();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> PythonRegex.toJava("(?<=a+)b"))
        .hasMessage("what stands behind (?< must have one length");
    assertThatThrownBy(() -> PythonRegex.toJava("\\p{Alpha}")).hasMessage("there is no escape \\p");
    assertThatThrownBy(() -> PythonRegex.toJava("a(?i)b"))
        .hasMessage("flags for all stand at the beginning only");
  }
}
