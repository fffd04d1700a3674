package io.sesamo.backend.local;

import io.sesamo.engine.data.FileName;
import io.sesamo.engine.data.Manifest;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.model.spec.KpiSpec;
import io.sesamo.model.spec.OutputSpec;
import io.sesamo.model.spec.TaskSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes what a task has left in its output folder to where it belongs. */
record TaskOutput(ObjectStore store, FileUrls urls, InstantSource clock) {

  /**
   * Stores the output folder.
   *
   * @param isolated whether nothing of the task can write to the folder any more
   * @throws IOException with a sentence for people
   */
  ManifestId store(TaskFolder folder, boolean isolated) throws IOException {
    if (isolated) {
      followSandboxLinks(folder.output());
    }
    return store.store(folder.output());
  }

  /** Copies the stored output to the places its author named. */
  void copyOut(TaskSpec spec, ManifestId output) throws IOException {
    for (OutputSpec place : spec.outputs()) {
      copyOut(place, output);
    }
  }

  private void copyOut(OutputSpec place, ManifestId output) throws IOException {
    Optional<String> refusal = urls.refusal(place.url());
    if (refusal.isPresent()) {
      throw new IOException(refusal.get());
    }
    Path target = urls.folder(place.url());
    Path tree = store.tree(output);
    try {
      NameFilter filter = new NameFilter(place.regex(), clock);
      for (Manifest.Entry entry : store.manifest(output).files()) {
        if (filter.picks(entry.path())) {
          FileName name = entry.fileName();
          replace(name.in(tree), name.in(target), entry.executable());
        }
      }
    } catch (StartFailure filterFailure) {
      throw new IOException(filterFailure.text(), filterFailure);
    }
  }

  private static void replace(Path source, Path target, boolean executable) throws IOException {
    Path folder = Optional.ofNullable(target.getParent()).orElse(target);
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, ".sesamo", ".part");
    try {
      Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(
          part, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      DurableFiles.sync(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    DurableFiles.sync(folder);
  }

  /** The key-figure files that the task should have left and did not. */
  List<String> missingKpis(TaskSpec spec, ManifestId output) throws IOException {
    if (spec.kpis().isEmpty()) {
      return List.of();
    }
    Set<String> there =
        store.manifest(output).files().stream()
            .map(Manifest.Entry::path)
            .collect(Collectors.toSet());
    return spec.kpis().stream().map(KpiSpec::path).filter(path -> !there.contains(path)).toList();
  }

  /** A link to {@code /osmo/data/output/x} means the file x beside it, once it is outside. */
  private static void followSandboxLinks(Path output) throws IOException {
    Path seen = Path.of(Places.OSMO.output());
    try (Stream<Path> files = Files.walk(output)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Path target = Files.readSymbolicLink(link);
        if (target.startsWith(seen)) {
          Path folder = Optional.ofNullable(link.getParent()).orElse(output);
          Path real = output.resolve(seen.relativize(target));
          Files.delete(link);
          Files.createSymbolicLink(link, folder.relativize(real));
        }
      }
    } catch (UncheckedIOException unreadable) {
      throw new IOException(
          "The output folder cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
