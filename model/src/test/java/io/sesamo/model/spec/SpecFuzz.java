package io.sesamo.model.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Reads specs that were changed at random, and counts those on which the reader fails: every one
 * must be accepted or refused, within a second.
 */
final class SpecFuzz {

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final List<String> FRAGMENTS =
      List.of(
          "{{ ",
          " }}",
          "{% for i in range(9) %}",
          "{% endfor %}",
          "{% if ",
          "{% endif %}",
          "{%- ",
          "{# ",
          " #}",
          "{% raw %}",
          "{% endraw %}",
          "{% set x = ",
          "{% macro m(a) %}",
          "{% endmacro %}",
          " | tojson",
          " | map('upper') | list",
          " ~ ",
          " ** ",
          "'",
          "\"",
          "\\",
          "[",
          "]",
          "{",
          "}",
          "(",
          ")",
          ":",
          ": ",
          "- ",
          "\n",
          "\n  ",
          "\n    ",
          "\t",
          "&a ",
          "*a",
          "<<: *a\n",
          "!!str ",
          "!!binary ",
          "!x ",
          "|\n",
          ">-\n",
          "? ",
          "---\n",
          "...\n",
          "# ",
          "~",
          "null",
          "yes",
          "0x1F",
          "1e400",
          ".inf",
          "-1",
          "99999999999999999999",
          "2026-02-30",
          "1:30",
          "\uFEFF",
          "\u0000",
          "\uD800",
          "é",
          "😀",
          "{{output}}",
          "{{input:0}}",
          "{{host:a}}",
          "{{ range(99999) | list }}",
          "{{ 'x' * 99999 }}",
          "{{ x.__class__ }}",
          "workflow:\n",
          "default-values:\n",
          "version: 2\n",
          "tasks:\n",
          "groups:\n",
          "inputs:\n",
          "- task: a\n",
          "resources: {default: {cpu: 1}}\n",
          "timeout: {exec_timeout: 1m}\n",
          "exitActions: {COMPLETE: 1-2}\n",
          "regex: '(a+)+$'\n",
          "memory: 1Gi\n",
          "gpu: 1\n",
          "gpu: 0.25\n",
          "lead: true\n",
          "command: [x]\n",
          "image: i\n",
          "name: a\n",
          "%d",
          "{:>9}");

  private final List<String> seeds;

  SpecFuzz(List<String> seeds) {
    this.seeds = List.copyOf(seeds);
  }

  /**
   * What came out.
   *
   * @param failures at most ten, each with its input
   */
  record Result(int accepted, int refused, int crashes, int hangs, List<String> failures) {}

  /** All specs below folders. */
  static SpecFuzz of(List<Path> folders) throws IOException {
    List<String> seeds = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".yaml"))
            .sorted()
            .forEach(file -> seeds.add(text(file)));
      }
    }
    return new SpecFuzz(seeds);
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Result run(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int accepted = 0;
    int refused = 0;
    int crashes = 0;
    int hangs = 0;
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = mutated(random);
      long begun = System.nanoTime();
      try {
        if (SpecReader.read(SpecSource.of("fuzz.yaml", text)) instanceof SpecResult.Accepted) {
          accepted++;
        } else {
          refused++;
        }
      } catch (RuntimeException | Error fault) {
        crashes++;
        keep(failures, fault + " at " + fault.getStackTrace()[0] + "\n" + text);
      }
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        hangs++;
        keep(failures, "took longer than a second:\n" + text);
      }
    }
    return new Result(accepted, refused, crashes, hangs, failures);
  }

  private static void keep(List<String> failures, String failure) {
    if (failures.size() < 10) {
      failures.add(failure);
    }
  }

  private String mutated(SplittableRandom random) {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int length = Math.min(random.nextInt(1 + random.nextInt(40)), text.length() - at);
      switch (random.nextInt(6)) {
        case 0 -> text.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        case 1 -> text.delete(at, at + length);
        case 2 -> text.insert(at, text.substring(at, at + length).repeat(1 + random.nextInt(4)));
        case 3 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
        case 4 -> {
          String other = seeds.get(random.nextInt(seeds.size()));
          int from = random.nextInt(other.length() + 1);
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(200)));
        }
        default -> {
          if (at < text.length()) {
            text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(8))));
          }
        }
      }
    }
    return text.toString();
  }

  /** Arguments: how many, the seed, and folders with specs. */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    List<Path> folders = Stream.of(arguments).skip(2).map(Path::of).toList();
    long begun = System.nanoTime();
    Result result = of(folders).run(count, seed);
    double seconds = (System.nanoTime() - begun) / 1e9;
    result.failures().forEach(System.out::println);
    System.out.printf(
        "%,d specs in %.0f s (%,.0f a second): accepted %,d, refused %,d%ncrashes %d, hangs %d%n",
        count,
        seconds,
        count / seconds,
        result.accepted(),
        result.refused(),
        result.crashes(),
        result.hangs());
    System.exit(result.crashes() + result.hangs() > 0 ? 1 : 0);
  }
}
