package io.sesamo.model.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetSchemaTest {

  @Test
  void hasTheFieldsThatTheReaderTakes() {
    assertThat(fields(FleetSchema.file())).isEqualTo(FleetFields.FILE);
    assertThat(fields(FleetSchema.operator())).isEqualTo(FleetFields.OPERATOR);
    assertThat(fields(FleetSchema.tenant())).isEqualTo(FleetFields.TENANT);
    assertThat(fields(FleetSchema.quota())).isEqualTo(FleetFields.QUOTA);
    assertThat(fields(FleetSchema.site())).isEqualTo(FleetFields.SITE);
    assertThat(fields(FleetSchema.pool())).isEqualTo(FleetFields.POOL);
    assertThat(fields(FleetSchema.platform())).isEqualTo(FleetFields.PLATFORM);
    assertThat(fields(FleetSchema.network())).isEqualTo(FleetFields.NETWORK);
    assertThat(fields(FleetSchema.link())).isEqualTo(FleetFields.LINK);
    assertThat(fields(FleetSchema.placement())).isEqualTo(FleetFields.PLACEMENT);
    assertThat(fields(FleetSchema.data())).isEqualTo(FleetFields.DATA);
    assertThat(fields(FleetSchema.law())).isEqualTo(FleetFields.LAW);
  }

  private static Set<?> fields(Map<String, Object> schema) {
    return ((Map<?, ?>) schema.getOrDefault("properties", Map.of())).keySet();
  }
}
