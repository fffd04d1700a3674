package io.sesamo.model.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecSchemaTest {

  @Test
  void hasTheFieldsThatTheReaderTakes() {
    assertThat(fields(SpecSchema.workflow())).isEqualTo(WorkflowParser.WORKFLOW);
    assertThat(fields(SpecSchema.group())).isEqualTo(WorkflowParser.GROUP);
    assertThat(fields(SpecSchema.task())).isEqualTo(TaskParser.TASK);
    assertThat(fields(SpecSchema.input())).isEqualTo(DataParser.INPUT);
    assertThat(fields(SpecSchema.file())).isEqualTo(DataParser.FILE);
    assertThat(fields(SpecSchema.checkpoint())).isEqualTo(DataParser.CHECKPOINT);
    assertThat(fields(SpecSchema.resource())).isEqualTo(ResourceParser.RESOURCE);
    assertThat(fields(SpecSchema.topology())).isEqualTo(ResourceParser.TOPOLOGY);
    assertThat(fields(SpecSchema.sesamoTask())).isEqualTo(SesamoParser.TASK);
    assertThat(fields(SpecSchema.retries())).isEqualTo(SesamoParser.RETRIES);
    assertThat(fields(SpecSchema.accelerator())).isEqualTo(SesamoParser.ACCELERATOR);
    assertThat(fields(SpecSchema.data())).isEqualTo(SesamoParser.DATA);
    assertThat(fields(SpecSchema.sesamoWorkflow())).isEqualTo(SesamoParser.WORKFLOW);
  }

  private static Set<?> fields(Map<String, Object> schema) {
    return ((Map<?, ?>) schema.getOrDefault("properties", Map.of())).keySet();
  }
}
