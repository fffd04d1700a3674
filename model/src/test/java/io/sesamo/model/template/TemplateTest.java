package io.sesamo.model.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TemplateTest {

  /**
   * The file holds templates and what Jinja 3.1.6's SandboxedEnvironment with StrictUndefined makes
   * of them on Python 3.12; null where it refuses.
   */
  @Test
  void rendersAsJinjaDoes() throws IOException {
    List<String> differences = new ArrayList<>();
    try (InputStream cases =
        Objects.requireNonNull(TemplateTest.class.getResourceAsStream("cases.json"))) {
      for (JsonNode line : JsonMapper.builder().build().readTree(cases)) {
        String template = line.get(0).asString();
        String wanted = line.get(1).isNull() ? "refused" : line.get(1).asString();
        String got;
        try {
          got = Template.render(template, Map.of());
        } catch (TemplateException refused) {
          got = "refused";
        }
        if (!got.equals(wanted)) {
          differences.add(template + "\n  wanted " + wanted + "\n  got    " + got);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void leavesJobTimeTokensAlone() {
    String text = "{{output}} {{input:0}} {{ x }} {{host:a}} {{workflow_id}} {{uuid}}";
    assertThat(Template.render(text, Map.of("x", 1)))
        .isEqualTo("{{output}} {{input:0}} 1 {{host:a}} {{workflow_id}} {{uuid}}");
  }

  @Test
  void saysWhereItIsWrong() {
    assertThatThrownBy(() -> Template.render("a\nb\n{{ nothing }}", Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessage("'nothing' is undefined")
        .extracting("line")
        .isEqualTo(3);
  }

  /** Each would take minutes or gigabytes if it were rendered. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{{ [0] * 999999999 }}",
        "{{ 9 ** (9 ** 9) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ 'x'|center(999999999) }}",
        "{{ 'x'|indent(999999999, true) }}{{ ('x'*9999999)|replace('x', 'y'*9999) }}",
        "{% set l = [1] %}{% for i in range(99) %}{% set _ = l.extend(l) %}{% endfor %}",
        "{% set x = 'x' %}{% set ns = namespace(x='x') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(n=3) %}{% for i in range(99) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ range(99999)|map('string')|map('center', 9999)|join }}",
        "{{ ''.join(['x' * 9999] * 9999) }}"
      })
  void refusesBombs(String bomb) {
    assertThatThrownBy(() -> Template.render(bomb, Map.of())).isInstanceOf(TemplateException.class);
  }

  @Test
  void rawEndsOnlyAtItsEnd() {
    assertThat(Template.render("{% raw %}{%} x {%}{% endraw %}y", Map.of()))
        .isEqualTo("{%} x {%}y");
  }

  @Test
  void refusesWhatIsNestedWithoutEnd() {
    String brackets = "{{ " + "(".repeat(5000) + ")".repeat(5000) + " }}";
    String signs = "{{ " + "-".repeat(9000) + "1 }}";
    String blocks = "{% if 1 %}".repeat(5000) + "{% endif %}".repeat(5000);
    for (String text : List.of(brackets, signs, blocks)) {
      assertThatThrownBy(() -> Template.render(text, Map.of()))
          .isInstanceOf(TemplateException.class);
    }
  }
}
