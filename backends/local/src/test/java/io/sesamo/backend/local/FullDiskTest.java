package io.sesamo.backend.local;

import static io.sesamo.backend.local.Specs.launch;
import static io.sesamo.backend.local.Specs.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesamo.engine.backend.BackendEvent.Cause;
import io.sesamo.engine.backend.BackendEvent.Ended;
import io.sesamo.engine.backend.BackendException;
import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.data.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pool and the object store on a small disk of their own, which others fill. */
class FullDiskTest {

  private static final int DISK_MEGABYTES = 128;
  private static final int OUTPUT_MEGABYTES = 10;

  private final Path disk;
  private final Recorder heard = new Recorder();
  private Optional<LocalBackend> opened = Optional.empty();
  private Optional<ObjectStore> objects = Optional.empty();

  FullDiskTest(@TempDir Path folder) throws Exception {
    disk = Files.createDirectory(folder.toRealPath().resolve("disk"));
  }

  @BeforeEach
  void mount() throws Exception {
    RequiresTool.sandbox();
    Programs.Result mounted =
        Programs.run(
            List.of(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + DISK_MEGABYTES + "m",
                "sesamo-test",
                disk.toString()));
    Assumptions.assumeTrue(
        mounted.exitCode() == 0, "Only root can mount a small disk: " + mounted.error());
    ObjectStore store = FolderObjectStore.open(disk.resolve("objects"), InstantSource.system());
    LocalBackend backend =
        LocalBackend.open(
            LocalConfig.of(disk.resolve("state"), Optional.empty()),
            store,
            disk.resolve("logs"),
            InstantSource.system());
    backend.recover(Set.of(), heard);
    objects = Optional.of(store);
    opened = Optional.of(backend);
  }

  @AfterEach
  void unmount() throws Exception {
    if (opened.isPresent()) {
      opened.get().close();
      Programs.run(List.of("umount", "--lazy", disk.toString()));
    }
  }

  @Test
  void anOutputWithoutRoomFailsItsTaskAndTheNextAttemptResumes() throws Exception {
    Path filler = fill(DISK_MEGABYTES - OUTPUT_MEGABYTES - 20);

    Ended failed = run(attempt(0));

    assertThat(failed.cause()).as(failed.message()).isEqualTo(Cause.OUTPUT_FAILED);
    assertThat(failed.output()).isEmpty();
    assertThat(failed.message()).contains("the disk is full");
    Files.delete(filler);
    assertCompletes(attempt(1));
  }

  @Test
  void aCommandThatFillsTheDiskFailsAndTheNextAttemptResumes() throws Exception {
    Path filler = fill(DISK_MEGABYTES - OUTPUT_MEGABYTES / 2);

    Ended failed = run(attempt(0));

    assertThat(failed.exitCode()).as(failed.message()).isNotZero();
    assertThat(failed.output()).isEmpty();
    Files.delete(filler);
    assertCompletes(attempt(1));
  }

  @Test
  void aLaunchThatCannotBeWrittenDownIsRefusedAndMayBeStartedLater() throws Exception {
    Path filler = fill(DISK_MEGABYTES);

    assertThatThrownBy(() -> backend().start(attempt(0)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("cannot be written down")
        .hasMessageContaining("No space left");

    Files.delete(filler);
    assertCompletes(attempt(0));
  }

  private LocalBackend backend() {
    return opened.orElseThrow();
  }

  private static Launch attempt(int number) {
    return launch(
        number,
        script(
            "a",
            "set -e; head -c %d000000 /dev/zero > {{output}}/zeros; echo whole > {{output}}/word"
                .formatted(OUTPUT_MEGABYTES)));
  }

  private Ended run(Launch launch) throws InterruptedException {
    backend().start(launch);
    return heard.awaitEnded("a", launch.id());
  }

  private void assertCompletes(Launch launch) throws Exception {
    Ended ended = run(launch);
    assertThat(ended.cause()).as(ended.message()).isEqualTo(Cause.EXITED);
    assertThat(ended.exitCode()).isZero();
    Path tree = objects.orElseThrow().tree(ended.output().orElseThrow());
    assertThat(tree.resolve("word")).hasContent("whole\n");
    assertThat(Files.size(tree.resolve("zeros"))).isEqualTo(OUTPUT_MEGABYTES * 1_000_000L);
  }

  /** A file of so many megabytes, or of all that there is room for. */
  private Path fill(int megabytes) throws IOException {
    Path file = disk.resolve("filler");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < megabytes; i++) {
        out.write(new byte[1 << 20]);
      }
      for (int i = 0; megabytes == DISK_MEGABYTES && i < 1 << 20; i++) {
        out.write(new byte[1 << 12]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    return file;
  }
}
