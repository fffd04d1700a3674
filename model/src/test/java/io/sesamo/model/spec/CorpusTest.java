package io.sesamo.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * NVIDIA OSMO's public specs, and the answers that OSMO's own service gave to them. They are
 * third-party data that lie beside a checkout and are not part of it.
 */
class CorpusTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How many of the 538 probes must be judged as OSMO judges them; only ever raised. */
  private static final int PROBES_THAT_AGREE = 508;

  private final Path corpus = Path.of("../../shared/data/osmo");

  @BeforeEach
  void needsTheCorpus() {
    assumeThat(corpus.resolve("cookbook"))
        .as("OSMO's public specs are not in ../shared/data/osmo: not checked against them")
        .isDirectory();
  }

  @Test
  void everyPublicSpecIsReadAndMeansTheSame() throws IOException {
    List<String> differences = new ArrayList<>();
    int specs = 0;
    for (Path answer : files("expected")) {
      String name = corpus.resolve("expected").relativize(answer).toString();
      Path spec = corpus.resolve("cookbook").resolve(name.substring(0, name.length() - 5));
      specs++;
      compare(name, spec, JSON.readTree(Files.readString(answer)), differences);
    }

    assertThat(specs).isEqualTo(54);
    assertThat(differences).isEmpty();
  }

  private static void compare(String name, Path spec, JsonNode expected, List<String> differences)
      throws IOException {
    SpecSource source = source(spec, expected);
    switch (SpecReader.render(source)) {
      case RenderResult.Failed failed -> differences.add(name + ": " + failed.problems());
      case RenderResult.Rendered rendered -> {
        if (!rendered.text().equals(expected.get("template_output").asString())) {
          differences.add(name + ": its templates render differently");
        }
        List<io.sesamo.model.Problem> problems = new ArrayList<>();
        Path folder = spec.toAbsolutePath().getParent();
        String whole =
            LocalFiles.inline(name, rendered.text(), folder == null ? spec : folder, problems);
        switch (SpecReader.read(SpecSource.of(name, LocalFiles.asTemplate(whole)))) {
          case SpecResult.Refused refused -> differences.add(name + ": " + refused.problems());
          case SpecResult.Accepted accepted -> compareGraph(name, accepted, expected, differences);
        }
      }
    }
  }

  private static void compareGraph(
      String name, SpecResult.Accepted accepted, JsonNode expected, List<String> differences) {
    Map<String, Set<String>> graph = new HashMap<>();
    accepted.spec().groups().forEach(group -> graph.put(group.name(), group.upstream()));
    Map<String, Set<String>> wanted = new HashMap<>();
    expected
        .get("graph")
        .properties()
        .forEach(entry -> {
          List<String> upstream = new ArrayList<>();
          entry.getValue().forEach(node -> upstream.add(node.asString()));
          wanted.put(entry.getKey(), Set.copyOf(upstream));
        });
    if (!graph.equals(wanted)) {
      differences.add(name + ": the groups wait for others: " + graph + ", not " + wanted);
    }
    String stored = SpecWriter.write(accepted.spec());
    if (!SpecReader.readStored(stored).equals(accepted.spec())) {
      differences.add(name + ": it is not read back as it was written");
    }
  }

  @Test
  void mostProbesAreJudgedAsByOsmo() throws IOException {
    List<String> differences = new ArrayList<>();
    int probes = 0;
    for (Path answer : files("probes")) {
      if (!answer.toString().endsWith(".json")) {
        continue;
      }
      probes++;
      JsonNode expected = JSON.readTree(Files.readString(answer));
      String name = String.valueOf(answer.getFileName()).replace(".json", "");
      SpecSource source = source(answer.resolveSibling(name + ".yaml"), expected);
      boolean accepted = SpecReader.read(source) instanceof SpecResult.Accepted;
      boolean rendersAlike =
          !expected.has("template_output")
              || expected.get("template_output").isNull()
              || (SpecReader.render(source) instanceof RenderResult.Rendered rendered
                  && rendered.text().equals(expected.get("template_output").asString()));
      boolean agrees = accepted == expected.get("spec_accept").asBoolean();
      if (!agrees || (accepted && !rendersAlike)) {
        differences.add(name + (agrees ? " renders differently" : " accepted: " + accepted));
      }
    }

    System.out.println(
        "NVIDIA OSMO's probes: " + (probes - differences.size()) + " of " + probes + " agree");
    assertThat(probes - differences.size())
        .as(String.join("\n", differences))
        .isGreaterThanOrEqualTo(PROBES_THAT_AGREE);
  }

  private static SpecSource source(Path spec, JsonNode expected) throws IOException {
    List<String> set = new ArrayList<>();
    List<String> setString = new ArrayList<>();
    Map<String, String> environment = new HashMap<>();
    for (JsonNode line : expected.path("set")) {
      String[] words = (line.asString() + " ").split(" ", 2);
      words[1] = words[1].substring(0, Math.max(0, words[1].length() - 1));
      switch (words[0]) {
        case "--set" -> set.add(words[1]);
        case "--set-string" -> setString.add(words[1]);
        case "--set-env" -> {
          int equals = words[1].indexOf('=');
          if (equals > 0) {
            environment.put(words[1].substring(0, equals), words[1].substring(equals + 1));
          }
        }
        default -> {}
      }
    }
    String name = String.valueOf(spec.getFileName());
    return new SpecSource(name, Files.readString(spec), set, setString, environment);
  }

  private List<Path> files(String folder) throws IOException {
    try (var files = Files.walk(corpus.resolve(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
