package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.task;

import io.sesamo.engine.backend.Backend;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.engine.data.ObjectStore;
import io.sesamo.engine.logs.TaskLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A backend of its own for each test, and what tests ask of it. */
abstract class BackendTest {

  protected final Path temp;
  protected final ObjectStore store;
  protected final Recorder heard = new Recorder();
  protected Backend backend;

  protected BackendTest(@TempDir Path temp) throws Exception {
    this.temp = temp.toRealPath();
    this.store = FolderObjectStore.open(this.temp.resolve("objects"), InstantSource.system());
    this.backend = open();
    backend.recover(Set.of(), heard);
  }

  /** Opens the backend with its logs in {@code temp/logs}; after a close, upon the same state. */
  protected abstract Backend open() throws Exception;

  @AfterEach
  void close() {
    backend.close();
  }

  protected Ended run(Launch launch) throws InterruptedException {
    backend.start(launch);
    return heard.awaitEnded(launch.tasks().getFirst().name());
  }

  protected String outputFile(Ended ended, String path) throws Exception {
    return Files.readString(store.tree(ended.output().orElseThrow()).resolve(path));
  }

  protected Backend reopen(Set<String> expected, Recorder listener) throws Exception {
    backend.close();
    backend = open();
    backend.recover(expected, listener);
    return backend;
  }

  /** What the log of the task's attempt holds so far. */
  protected String log(String task, int attempt) {
    try {
      Path file = TaskLog.path(temp.resolve("logs"), "w", task, attempt);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  protected void awaitLine(String task, String line) throws InterruptedException {
    Recorder.until("the log says " + line, () -> log(task, 0).contains(line + "\n"));
  }

  protected ManifestId storeFile(String path, String content) throws Exception {
    Path folder = Files.createTempDirectory(temp, "upstream");
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content);
    return store.store(folder);
  }
}
