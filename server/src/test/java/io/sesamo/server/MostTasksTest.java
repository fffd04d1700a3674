package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesamo.server.RunningApi.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many tasks a workflow may have is the pool's to say. */
class MostTasksTest {

  private static final String GROUPS =
      """
      workflow:
        name: large
        resources: {default: {cpu: 1, memory: 1Mi}}
        groups:
      {% for group in range(groups) %}
        - name: group-{{ group }}
          tasks:
      {% for task in range(100) %}
          - name: task-{{ group }}-{{ task }}
            lead: {{ 'true' if task == 0 else 'false' }}
            image: ubuntu:24.04
            command: ["true"]
      {% endfor %}
      {% endfor %}
      """;

  @TempDir Path home;

  @Test
  void aPoolMayAllowTenThousand() throws Exception {
    Files.writeString(home.resolve("pool.yaml"), "tasks: 10000\ncores: 100\n");
    try (RunningApi api = new RunningApi(home, true)) {
      assertThat(validate(api, 100).status()).isEqualTo(200);
      Answer more = validate(api, 101);
      assertThat(more.status()).isEqualTo(400);
      assertThat(more.body()).contains("has 10100 tasks; at most 10000 are allowed");
    }
  }

  @Test
  void aPoolThatSaysNothingTakesTwenty() throws Exception {
    Files.writeString(home.resolve("pool.yaml"), "cores: 100\n");
    try (RunningApi api = new RunningApi(home, true)) {
      Answer answer = validate(api, 1);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("at most 20 are allowed", "tasks: 100 in the pool's");
    }
  }

  private static Answer validate(RunningApi api, int groups) throws Exception {
    String body =
        RunningApi.json(Map.of("file", GROUPS, "set_variables", new String[] {"groups=" + groups}));
    return api.asOsmo("POST", "/api/pool/default/workflow?validation_only=True", body);
  }
}
