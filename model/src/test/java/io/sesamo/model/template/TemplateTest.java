package io.sesamo.model.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  /** A token is a value like others: what is done to it is done to its text. */
  @Test
  void tokensAreTexts() {
    assertThat(
            Template.render(
                "{% set x %}{{output}}{% endset %}{{ x | upper }} {{ x | length }}", Map.of()))
        .isEqualTo("{{OUTPUT}} 10");
    assertThat(Template.render("{% raw %}{{host:a}}{% endraw %} {{ '{{output}}' }}", Map.of()))
        .isEqualTo("{{host:a}} {{output}}");
    assertThat(Template.render("{{input:{{workflow_id}}}} {{host:a }}", Map.of()))
        .isEqualTo("{{input:{{workflow_id}}}} {{host:a }}");
  }

  /** Python since 3.12 makes up for what a sum of decimals loses. */
  @Test
  void sumsAsPythonDoes() {
    assertThat(Template.render("{{ ([0.1] * 10) | sum }}", Map.of())).isEqualTo("1.0");
    assertThat(Template.render("{{ [0.1, 0.2, 0.3] | sum }} {{ [1, 0.5] | sum }}", Map.of()))
        .isEqualTo("0.6 1.5");
  }

  @Test
  void datesHaveTheirFields() {
    Map<String, Object> values = Map.of("t", LocalDateTime.of(2026, 11, 5, 7, 8, 9));
    assertThat(
            Template.render(
                "{{ t.hour }} {{ t.strftime('%Y%m%d-%H:%M %a %b %j %%') }} {{ t.isoformat() }}"
                    + " {{ t.date() }} {{ t.weekday() }} {{ t.date().toordinal() }}",
                values))
        .isEqualTo("7 20261105-07:08 Thu Nov 309 % 2026-11-05T07:08:09 2026-11-05 3 739925");
  }

  /** Each took many seconds or gigabytes once. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ('a' * 8000000) | length }}",
        "{{ ('<' * 50000) | striptags | length }}",
        "{{ ('<!--' * 20000) | striptags | length }}",
        "{{ ('a ' * 50000).split() | length }}",
        "{{ ('a ' * 50000).rsplit() | length }}",
        "{{ ('a,' * 50000).rsplit(',') | length }}",
      })
  @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void growsNoFasterThanItsText(String template) {
    assertThat(Template.render(template, Map.of())).matches("[0-9]+");
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
        "{{ ''.join(['x' * 9999] * 9999) }}",
        "{% set l = range(20000) | list %}{{ l | select('in', l) | list | length }}",
        "{% set l = [1] %}{% set _ = l.append(l) %}{{ l == l[1:] + l }}{{ l }}"
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
