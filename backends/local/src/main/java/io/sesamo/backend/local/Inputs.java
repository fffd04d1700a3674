package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Launch.Input;
import io.sesamo.engine.data.FileName;
import io.sesamo.engine.data.Manifest;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.model.spec.InputSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts a task's inputs where it can read them. A sandbox gets the stored folders themselves,
 * mounted read-only; where there is no sandbox, or only some files are picked, the task gets a
 * folder of its own.
 */
final class Inputs {

  private final ObjectStore store;
  private final FileUrls urls;
  private final InstantSource clock;

  Inputs(ObjectStore store, FileUrls urls, InstantSource clock) {
    this.store = store;
    this.urls = urls;
    this.clock = clock;
  }

  /** Why the input can never be fetched here; empty when it may be. */
  Optional<String> refusal(InputSpec.FromUrl from) {
    return urls.refusal(from.url());
  }

  /** The folder of this machine that holds the input. */
  Path prepare(TaskFolder folder, int index, Input input, boolean shared) throws StartFailure {
    try {
      return switch (input.spec()) {
        case InputSpec.FromTask from -> fromTask(folder, index, from, input.manifest(), shared);
        case InputSpec.FromUrl from -> fromUrl(folder, index, from, shared);
      };
    } catch (IOException failure) {
      throw new StartFailure(
          ExitCodes.DOWNLOAD_FAILED, "Input " + index + ": " + failure.getMessage());
    }
  }

  private Path fromTask(
      TaskFolder folder,
      int index,
      InputSpec.FromTask from,
      Optional<ManifestId> manifest,
      boolean shared)
      throws IOException, StartFailure {
    if (manifest.isEmpty()) {
      throw new IOException("the output of task '" + from.task() + "' is not known");
    }
    if (shared && from.regex().isEmpty()) {
      return store.tree(manifest.get());
    }
    Path target = Files.createDirectories(folder.input(index));
    if (from.regex().isEmpty()) {
      store.copy(manifest.get(), target);
      return target;
    }
    NameFilter filter = new NameFilter(from.regex(), clock);
    Path tree = store.tree(manifest.get());
    for (Manifest.Entry entry : store.manifest(manifest.get()).files()) {
      if (filter.picks(entry.path())) {
        FileName name = entry.fileName();
        place(name.in(tree), name.in(target), shared);
      }
    }
    return target;
  }

  private Path fromUrl(TaskFolder folder, int index, InputSpec.FromUrl from, boolean shared)
      throws IOException, StartFailure {
    Optional<String> refusal = urls.refusal(from.url());
    if (refusal.isPresent()) {
      throw new IOException(refusal.get());
    }
    Path source = urls.existing(from.url());
    if (shared && from.regex().isEmpty() && Files.isDirectory(source)) {
      return source;
    }
    NameFilter filter = new NameFilter(from.regex(), clock);
    Path target = Files.createDirectories(folder.input(index));
    Path base = Files.isDirectory(source) ? source : source.resolveSibling("");
    try (Stream<Path> files = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = base.relativize(file);
        if (filter.picks(name.toString())) {
          // Somebody may change the file while the task runs: it gets a copy.
          place(urls.within(file.toRealPath(), file.toString()), target.resolve(name), false);
        }
      }
    } catch (UncheckedIOException unreadable) {
      throw new IOException(from.url() + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
    return target;
  }

  private static void place(Path source, Path target, boolean link) throws IOException {
    Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(target));
    if (link) {
      try {
        Files.createLink(target, source);
        return;
      } catch (IOException | UnsupportedOperationException otherFileSystem) {
        Files.deleteIfExists(target);
      }
    }
    Files.copy(source, target);
  }
}
