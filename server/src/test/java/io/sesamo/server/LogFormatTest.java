package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogFormatTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void aWarningWithAnExceptionIsOneLineOfJson() {
    LogRecord told = new LogRecord(Level.WARNING, "A \"launch\" {0}\nis odd");
    told.setInstant(Instant.parse("2026-03-04T05:06:07.000008Z"));
    told.setLoggerName("io.sesamo.engine.Conductor");
    told.setParameters(new Object[] {"w.g.0"});
    told.setThrown(new IllegalStateException("no such pool"));

    String line = new LogFormat.JsonLines().format(told);

    assertThat(line).endsWith("\n").hasLineCount(1);
    JsonNode read = JSON.readTree(line);
    assertThat(read.propertyNames())
        .containsExactly("time", "level", "logger", "message", "exception");
    assertThat(read.get("time").asString()).isEqualTo("2026-03-04T05:06:07.000008Z");
    assertThat(read.get("level").asString()).isEqualTo("WARNING");
    assertThat(read.get("logger").asString()).isEqualTo("io.sesamo.engine.Conductor");
    assertThat(read.get("message").asString()).isEqualTo("A \"launch\" w.g.0\nis odd");
    assertThat(read.get("exception").asString())
        .startsWith("java.lang.IllegalStateException: no such pool\n\tat ");
  }

  @Test
  void whatTheServerSaysAtItsStartHasTheSameForm() {
    assertThat(said(LogFormat.TEXT)).isEqualTo("sesamo server: here\n");
    JsonNode read = JSON.readTree(said(LogFormat.JSON));
    assertThat(read.get("level").asString()).isEqualTo("INFO");
    assertThat(read.get("message").asString()).isEqualTo("sesamo server: here");
    assertThat(read.has("exception")).isFalse();
  }

  private static String said(LogFormat format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.say("sesamo server: here", new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theFormIsAnOption() {
    assertThat(Options.parse(List.of(), Map.of()).logFormat()).isEqualTo(LogFormat.TEXT);
    assertThat(Options.parse(List.of("--log-format", "json"), Map.of()).logFormat())
        .isEqualTo(LogFormat.JSON);
    assertThatThrownBy(() -> Options.parse(List.of("--log-format", "xml"), Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessage("The option --log-format is text or json.");
  }
}
