package io.sesamo.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.conformance.Corpus.Case;
import io.sesamo.model.catalog.Catalog;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.catalog.CatalogReader;
import io.sesamo.model.catalog.CatalogResult;
import io.sesamo.model.fleet.FleetReader;
import io.sesamo.model.fleet.FleetSchema;
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
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Schema SCHEMA = schema(SpecSchema.schema());
  private static final Schema FLEET = schema(FleetSchema.schema());

  private static Schema schema(Map<String, Object> members) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(new Json(members).write());
  }

  @Test
  void thePublishedSchemaIsThatOfTheReader() throws IOException {
    assertThat(Path.of("../docs/schema/workflow.json"))
        .as("renew it: ./sesamo schema > docs/schema/workflow.json")
        .hasContent(new Json(SpecSchema.schema()).writeLines());
    assertThat(Path.of("../docs/schema/fleet.json"))
        .as("renew it: ./sesamo schema fleet > docs/schema/fleet.json")
        .hasContent(new Json(FleetSchema.schema()).writeLines());
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
        Schema schema = file.toString().contains("/fleets/") ? FLEET : SCHEMA;
        assertThat(mistakes(schema, Files.readString(file))).as(file.toString()).isEmpty();
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

  @Test
  void marksMistakesInAFleet() throws Exception {
    String good =
        """
        operator: {name: Example, headquarters: FR}
        tenants: {acme: {quota: {guaranteed: 8, most: 16}, weight: 2}, other: {}}
        sites:
          - site: eu-west-2
            electricity: 0.18 USD/kWh
            pools:
              - name: paris
                emulated: true
                platforms:
                  - {name: h100, accelerator: nvidia-h100-sxm, accelerators: 8, cpu: 96,
                     memory: 1Ti, nodes: 20, topology: {rack: 4}, price: 2.1}
                  - {name: cpu, cpu: 8, memory: 32Gi, nodes: [a, b]}
        network: {bandwidth: 10 Gbit/s, egress: 0.05}
        placement: {objective: cost, ageing: false, minimumRun: 10m}
        """;
    assertThat(mistakes(FLEET, good)).isEmpty();
    for (String[] change :
        new String[][] {
          {"nodes: 20", "nodes: -20"},
          {"nodes: 20", "nodes: 1000000"},
          {"memory: 1Ti", "memory: 64"},
          {"10 Gbit/s", "10"},
          {"emulated", "emulatde"},
          {"headquarters: FR", "headquarters: France"},
          {"objective: cost", "objective: speed"},
          {"price: 2.1", "price: 2 EUR"},
          {"name: paris", "nam: paris"}
        }) {
      assertThat(mistakes(FLEET, good.replace(change[0], change[1]))).as(change[1]).isNotEmpty();
    }
  }

  /** A fleet with words put in the place of others at random: nothing crashes, and they agree. */
  @Test
  void takesEveryChangedFleetThatTheReaderTakes() throws Exception {
    Catalog catalog =
        ((CatalogResult.Accepted) CatalogReader.read(List.of(new CatalogFolder.Shipped())))
            .catalog();
    String fleet = Files.readString(Path.of("../examples/fleets/world.yaml"));
    List<MatchResult> words = Pattern.compile("[\\w./-]+").matcher(fleet).results().toList();
    List<String> others =
        List.of(
            "",
            "~",
            "true",
            "no",
            "0",
            "-1",
            "1.5",
            "1e3",
            ".nan",
            ".inf",
            "0x10",
            "1:30",
            "8",
            "200001",
            "99999999999999999999",
            "[]",
            "{}",
            "[a]",
            "{a: 1}",
            "'x'",
            "\"\"",
            "name",
            "nodes",
            "cpu",
            "64Gi",
            "2 GB",
            "10 Gbit/s",
            "5m",
            "2026-01-01",
            "paris",
            "eu-west-2",
            "FR",
            "nvidia-l4",
            "acme",
            "!!str 5",
            "&a b",
            "*a",
            "null",
            "\ud83d\ude00",
            "a/b");
    Random random = new Random(7);
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      MatchResult word = words.get(random.nextInt(words.size()));
      String other = others.get(random.nextInt(others.size()));
      String text = fleet.substring(0, word.start()) + other + fleet.substring(word.end());
      if (FleetReader.read("fleet", text, catalog) instanceof FleetReader.Result.Accepted) {
        taken++;
        assertThat(mistakes(FLEET, text)).as(word.group() + " → " + other).isEmpty();
      }
    }
    assertThat(taken).isGreaterThan(100).isLessThan(900);
  }

  private static List<String> mistakes(String yaml) throws YamlException {
    return mistakes(SCHEMA, yaml);
  }

  private static List<String> mistakes(Schema schema, String yaml) throws YamlException {
    Object value = plain(YamlReader.read("text", 1, yaml, new ArrayList<>()));
    JsonNode node = MAPPER.valueToTree(value);
    return schema.validate(node).stream().map(Object::toString).toList();
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
