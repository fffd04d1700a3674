package io.sesamo.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.conformance.Corpus.Case;
import io.sesamo.model.spec.RenderResult;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.spec.SpecResult;
import io.sesamo.model.spec.SpecSchema;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new Json(SpecSchema.schema()).write());

  @Test
  void thePublishedSchemaIsThatOfTheReader() throws IOException {
    assertThat(Path.of("../docs/schema/workflow.json"))
        .as("renew it: ./sesamo schema > docs/schema/workflow.json")
        .hasContent(new Json(SpecSchema.schema()).writeLines());
  }

  @Test
  void takesWhatTheReaderTakes() throws Exception {
    Path folder = Path.of("../../shared/data/osmo");
    assumeThat(folder.resolve("cookbook"))
        .as("OSMO's public specs are not in ../shared/data/osmo: the schema is not tried on them")
        .isDirectory();
    Corpus corpus = new Corpus(folder);
    List<String> wrong = new ArrayList<>();
    int taken = 0;
    for (Case one :
        Stream.of(corpus.specs(), corpus.variants(), corpus.probes())
            .flatMap(List::stream)
            .toList()) {
      if (SpecReader.render(one.source()) instanceof RenderResult.Rendered rendered
          && Conformance.readAsClient(one, one.source(), rendered) instanceof SpecResult.Accepted) {
        taken++;
        mistakes(rendered.text()).forEach(mistake -> wrong.add(one.name() + ": " + mistake));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(taken).isGreaterThan(300);
  }

  @Test
  void takesTheExamples() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        assertThat(mistakes(Files.readString(file))).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void marksMistakes() throws Exception {
    String good = "workflow: {name: w, tasks: [{name: a, image: i, command: [x]}]}";
    assertThat(mistakes(good)).isEmpty();
    assertThat(mistakes(good.replace("image", "imaeg"))).isNotEmpty();
    assertThat(mistakes(good.replace("[x]", "[true]"))).isNotEmpty();
    assertThat(mistakes(good.replace("name: w", "name: 1w"))).isNotEmpty();
    assertThat(mistakes(good.replace("]}]}", "]}], timeout: {exec_timeout: 10h5m}}"))).isNotEmpty();
    assertThat(mistakes(good.replace("]}]}", "]}], resources: {default: {memory: 1GB0}}}")))
        .isNotEmpty();
    assertThat(mistakes(good.replace("]}]}", "], sesamo: {retries: {limit: 101}}}]}")))
        .isNotEmpty();
  }

  private static List<String> mistakes(String yaml) throws YamlException {
    Object value = plain(YamlReader.read("text", 1, yaml, new ArrayList<>()));
    JsonNode node = MAPPER.valueToTree(value);
    return SCHEMA.validate(node).stream().map(Object::toString).toList();
  }

  private static Object plain(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar ->
          switch (scalar.value()) {
            case YamlNode.Null none -> MAPPER.nullNode();
            case YamlNode.Binary binary ->
                new String(binary.bytes(), java.nio.charset.StandardCharsets.UTF_8);
            case Object other -> other;
          };
      case YamlNode.Sequence sequence -> sequence.items().stream().map(SchemaTest::plain).toList();
      case YamlNode.Mapping mapping -> {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping.entries().forEach((key, value) -> map.put(key, plain(value)));
        yield map;
      }
    };
  }
}
