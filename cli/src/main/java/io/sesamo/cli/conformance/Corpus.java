package io.sesamo.cli.conformance;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import io.sesamo.model.spec.SpecSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of specs and what NVIDIA OSMO's service answered to each: {@code cookbook/}, {@code
 * expected/}, {@code expected-variants/}, {@code probes/} and {@code tokens.json}.
 *
 * @param folder holds at least one of those
 */
record Corpus(Path folder) {

  /**
   * One spec with the options that it was submitted with, and the answer.
   *
   * @param name for people
   * @param file the spec
   * @param answer what OSMO said
   */
  record Case(String name, Path file, Json answer) {

    /** The values of an option, in order; a value that is missing is empty. */
    List<String> options(String option) {
      return answer.get("set").texts().stream()
          .filter(line -> (line + " ").startsWith(option + " "))
          .map(line -> line.length() <= option.length() ? "" : line.substring(option.length() + 1))
          .toList();
    }

    private Map<String, String> pairs(String option) {
      Map<String, String> pairs = new LinkedHashMap<>();
      for (String pair : options(option)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
      }
      return pairs;
    }

    SpecSource source() throws IOException {
      return new SpecSource(
          String.valueOf(file.getFileName()),
          Files.readString(file),
          options("--set"),
          options("--set-string"),
          pairs("--set-env"),
          pairs("--label"));
    }
  }

  List<Case> specs() throws IOException {
    return cookbook("expected", "");
  }

  List<Case> variants() throws IOException {
    return cookbook("expected-variants", "\\.[0-9]+");
  }

  List<Case> probes() throws IOException {
    List<Case> probes = new ArrayList<>();
    for (Path answer : answers("probes")) {
      String name = String.valueOf(answer.getFileName()).replaceFirst("\\.json$", "");
      probes.add(new Case(name, answer.resolveSibling(name + ".yaml"), read(answer)));
    }
    return probes;
  }

  /** The job-time tokens; empty when the corpus has none. */
  Json tokens() throws IOException {
    Path file = folder.resolve("tokens.json");
    return Files.exists(file) ? read(file) : new Json(null);
  }

  /** A spec of the cookbook with another answer. */
  Case spec(String name, Json answer) {
    return new Case(name, folder.resolve("cookbook").resolve(name), answer);
  }

  private List<Case> cookbook(String part, String number) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Path answer : answers(part)) {
      String name = folder.resolve(part).relativize(answer).toString().replaceFirst("\\.json$", "");
      Path spec = folder.resolve("cookbook").resolve(name.replaceFirst(number + "$", ""));
      cases.add(new Case(name, spec, read(answer)));
    }
    return cases;
  }

  private List<Path> answers(String part) throws IOException {
    Path answers = folder.resolve(part);
    if (!Files.isDirectory(answers)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(answers)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static Json read(Path file) throws IOException {
    try {
      return Json.read(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw CliException.wrong(file + " is not JSON.");
    }
  }
}
