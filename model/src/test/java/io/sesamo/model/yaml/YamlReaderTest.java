package io.sesamo.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.model.Problem;
import io.sesamo.model.template.Numbers;
import io.sesamo.model.template.Template;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class YamlReaderTest {

  /** The file holds texts and what PyYAML 6's safe_load makes of them; null where it refuses. */
  @Test
  void readsAsPyYamlDoes() throws IOException {
    List<String> differences = new ArrayList<>();
    try (InputStream cases =
        Objects.requireNonNull(YamlReaderTest.class.getResourceAsStream("cases.json"))) {
      for (JsonNode line : JsonMapper.builder().build().readTree(cases)) {
        String wanted = line.get(1).isNull() ? "refused" : shown(line.get(1));
        String got;
        try {
          got = shown(YamlReader.read("file", 1, line.get(0).asString(), new ArrayList<>()));
        } catch (YamlException refused) {
          got = "refused";
        }
        if (!got.equals(wanted)) {
          differences.add(line.get(0) + "\n  wanted " + wanted + "\n  got    " + got);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void keepsThePlaceOfEveryValueAndWarnsOfAKeyThatIsGivenTwice() throws YamlException {
    List<Problem> warnings = new ArrayList<>();
    YamlNode root = YamlReader.read("file", 10, "a:\n  - 1\n  - b: x\na: 2\n", warnings);
    assertThat(((YamlNode.Mapping) root).entries().values())
        .extracting(value -> value.where().toString())
        .containsExactly("file:13:4");
    assertThat(warnings).singleElement().asString().contains("file:13:1", "given twice");
  }

  @Test
  void refusesBombsAndWhatBreaksOff() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
    }
    for (String text :
        List.of(bomb.toString(), "[".repeat(5000), "&a [*a]", "a: &b {c: *b}", "\"\\x")) {
      assertThatThrownBy(() -> YamlReader.read("file", 1, text, new ArrayList<>()))
          .isInstanceOf(YamlException.class);
    }
  }

  private static String shown(JsonNode node) {
    JsonNode value = node.get("v");
    List<String> items = new ArrayList<>();
    return switch (node.get("t").asString()) {
      case "list" -> {
        value.forEach(item -> items.add(shown(item)));
        yield "list" + items;
      }
      case "map" -> {
        value.forEach(item -> items.add(shown(item.get(0)) + "=" + shown(item.get(1))));
        yield "map" + items;
      }
      case "set" -> {
        value.forEach(item -> items.add(item.asString()));
        yield "set" + items.stream().sorted().toList();
      }
      default -> node.get("t").asString() + ":" + value.asString();
    };
  }

  private static String shown(YamlNode node) {
    return switch (node) {
      case YamlNode.Sequence sequence ->
          "list" + sequence.items().stream().map(YamlReaderTest::shown).toList();
      case YamlNode.Mapping mapping when mapping.set() ->
          "set" + mapping.keys().keySet().stream().sorted().toList();
      case YamlNode.Mapping mapping ->
          "map"
              + mapping.entries().entrySet().stream()
                  .map(entry ->
                      shown(Objects.requireNonNull(mapping.keys().get(entry.getKey())))
                          + "="
                          + shown(entry.getValue()))
                  .collect(Collectors.toList());
      case YamlNode.Scalar scalar ->
          switch (scalar.value()) {
            case Boolean truth -> "bool:" + (truth ? "True" : "False");
            case BigInteger number -> "int:" + number;
            case Double number -> "float:" + Numbers.text(number);
            case YamlNode.Null none -> "null:";
            case YamlNode.Binary binary -> "bytes:" + binary.latin1();
            case String text -> "str:" + text;
            default -> "time:" + Template.render("{{ x }}", Map.of("x", scalar.value()));
          };
    };
  }
}
