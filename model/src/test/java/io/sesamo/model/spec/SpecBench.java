package io.sesamo.model.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads all specs of a folder again and again on one thread, and prints how many a second. */
final class SpecBench {

  private SpecBench() {}

  /** Arguments: the folder, and how many seconds to measure after as many to warm up. */
  public static void main(String[] arguments) throws IOException {
    List<SpecSource> specs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        String text = Files.readString(file);
        if (text.lines().anyMatch(line -> line.startsWith("workflow:"))) {
          List<String> bucket = List.of("storage_url=s3://corpus-bucket/osmo");
          specs.add(
              new SpecSource(
                  file.toString(),
                  text,
                  bucket,
                  List.of(),
                  java.util.Map.of(),
                  java.util.Map.of()));
        }
      }
    }
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
    rate(specs, time);
    System.out.printf("%d %.0f%n", specs.size(), rate(specs, time));
  }

  private static double rate(List<SpecSource> specs, Duration time) {
    long begun = System.nanoTime();
    long read = 0;
    long accepted = 0; // used, so that reading cannot be optimised away
    while (System.nanoTime() - begun < time.toNanos()) {
      for (SpecSource spec : specs) {
        SpecResult result = SpecReader.read(spec);
        accepted += result instanceof SpecResult.Accepted ? 1 : 0;
        read++;
      }
    }
    if (accepted == 0) {
      throw new IllegalStateException("no spec was accepted");
    }
    return read / ((System.nanoTime() - begun) / 1e9);
  }
}
