package io.sesamo.model.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {

  private final Tokens tokens =
      new Tokens(
          Map.of(
              "workflow_id", "w-7",
              "output", "/out",
              "input:0", "/in/0",
              "input:1", "/in/1",
              "input:10", "/in/10",
              "host:a", "1.2.3.4"));

  @Test
  void fillsKnownTokensOnly() {
    assertThat(tokens.fill("{{output}}/{{ input:0 }}{{input:10}} {{host:a}}:80 {{workflow_id}}"))
        .isEqualTo("/out//in/0/in/10 1.2.3.4:80 w-7");
    String others = "{{uuid}} {{input:7}} {{ input: 0 }} {{\toutput}} {{host:A}} {output}";
    assertThat(tokens.fill(others)).isEqualTo(others);
    assertThat(tokens.fill("{{input:{{workflow_id}}}}")).isEqualTo("{{input:w-7}}");
    assertThat(tokens.fill("{{{output}}}")).isEqualTo("{/out}");
  }

  @Test
  void aValueCannotChangeTheTask() {
    Tokens hostile = new Tokens(Map.of("output", "\"], \"privileged\": true, \"x\": [\"$1\\"));
    assertThat(hostile.fill("a{{output}}b"))
        .isEqualTo("a\"], \"privileged\": true, \"x\": [\"$1\\b");
  }

  @Test
  void fillsEveryText() {
    SpecResult read =
        SpecReader.read(
            SpecSource.of(
                "w.yaml",
                """
                workflow:
                  name: w
                  tasks:
                  - name: a
                    image: "i:{{workflow_id}}"
                    command: ["{{output}}/run"]
                    environment: {"K_{{host:a}}": "{{output}}"}
                    inputs: [{url: "file:///in/{{workflow_id}}", regex: "{{workflow_id}}.*"}]
                    outputs: [{url: "file:///x/{{workflow_id}}"}]
                    files:
                    - {path: "/tmp/{{workflow_id}}.sh", contents: "cd {{output}}"}
                    - {path: /tmp/b, contents: e3tvdXRwdXR9fQ==, base64: true}
                    credentials: {c: "/creds/{{workflow_id}}"}
                    checkpoint: [{path: "{{output}}/c", url: "s3://b/{{workflow_id}}", frequency: 90}]
                    volumeMounts: ["/d/{{workflow_id}}"]
                """));
    assertThat(read).isInstanceOf(SpecResult.Accepted.class);
    TaskSpec task =
        tokens.fill(((SpecResult.Accepted) read).spec().groups().getFirst().tasks().getFirst());
    assertThat(task.toString()).doesNotContain("{{");
    assertThat(task.environment()).containsEntry("K_1.2.3.4", "/out");
    assertThat(task.files().getLast().contents()).isEqualTo("e3tvdXRwdXR9fQ==");
    assertThat(task.checkpoints().getFirst().url()).isEqualTo("s3://b/w-7");
  }
}
