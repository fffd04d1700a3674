package io.sesamo.engine.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderObjectStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Path temp;
  private final Path output;
  private final FolderObjectStore store;

  FolderObjectStoreTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.output = Files.createDirectory(temp.resolve("output"));
    this.store = openIn(temp);
  }

  private static FolderObjectStore openIn(Path folder) throws IOException {
    return FolderObjectStore.open(folder.resolve("objects"), InstantSource.fixed(NOW));
  }

  @Test
  void equalContentIsStoredOnce() throws IOException {
    Files.writeString(output.resolve("a"), "same");
    Files.writeString(output.resolve("b"), "same");

    ManifestId id = store.store(output);

    assertThat(store.manifest(id).files())
        .extracting(Manifest.Entry::path)
        .containsExactly("a", "b");
    Path tree = store.tree(id);
    assertThat(Files.isSameFile(tree.resolve("a"), tree.resolve("b"))).isTrue();
    assertThat(Files.getPosixFilePermissions(tree.resolve("a")))
        .isEqualTo(PosixFilePermissions.fromString("r--r--r--"));
  }

  @Test
  void onAFullDiskNothingBecomesAnObject() throws IOException {
    Files.writeString(output.resolve("big"), "what filled the disk");
    FolderObjectStore full =
        FolderObjectStore.open(temp.resolve("full"), InstantSource.fixed(NOW), Long.MAX_VALUE);

    assertThatThrownBy(() -> full.store(output)).hasMessageContaining("the disk is full");

    assertThat(temp.resolve("full/sha256")).isEmptyDirectory();
  }

  /** Many are stored at once: each of them counts for the others. */
  @Test
  void whatIsStoredAtOnceDoesNotFillTheDiskTogether() throws IOException {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "sesamo-store");
    try {
      int size = 1 << 20;
      for (int file = 0; file < 24; file++) {
        byte[] bytes = new byte[size];
        bytes[0] = (byte) file;
        Files.write(output.resolve("file" + file), bytes);
      }
      long reserve = memory.toFile().getUsableSpace() - 12L * size;
      FolderObjectStore full =
          FolderObjectStore.open(memory.resolve("objects"), InstantSource.fixed(NOW), reserve);

      assertThatThrownBy(() -> full.store(output)).hasMessageContaining("the disk is full");

      assertThat(memory.toFile().getUsableSpace()).isGreaterThanOrEqualTo(reserve);
    } finally {
      Folders.delete(memory);
    }
  }

  @Test
  void aTreeThatSharesADamagedObjectIsMendedWithIt() throws IOException {
    Files.writeString(output.resolve("a"), "what was there");
    ManifestId id = store.store(output);
    Path file = store.tree(id).resolve("a");
    Path object = object(store.manifest(id).files().getFirst().sha256());
    Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(object, "what rots there");
    assertThat(file).hasContent("what rots there");

    store.store(output);

    assertThat(file).hasContent("what was there");
    assertThat(temp.resolve("objects/temporary")).isEmptyDirectory();
  }

  @Test
  void anObjectThatCannotBeReadIsReplaced() throws IOException {
    Files.writeString(output.resolve("a"), "what was there");
    ManifestId id = store.store(output);
    Path object = object(store.manifest(id).files().getFirst().sha256());
    Files.delete(object);
    Files.createSymbolicLink(object, Path.of("/proc/self/mem")); // an input/output error

    assertThat(store.store(output)).isEqualTo(id);
    assertThat(store.tree(id).resolve("a")).hasContent("what was there");
  }

  @Test
  void aCopiedSourceMayChangeAfterwards() throws IOException {
    Path file = Files.writeString(output.resolve("a"), "before");
    ManifestId id = store.store(output);

    Files.writeString(file, "after!");

    store.copy(id, temp.resolve("target"));
    assertThat(temp.resolve("target/a")).hasContent("before");
  }

  @Test
  void executableFilesStayExecutable() throws IOException {
    Path script = Files.writeString(output.resolve("run"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(output.resolve("same-text"), "#!/bin/sh\n");

    ManifestId id = store.store(output);
    store.copy(id, temp.resolve("target"));

    for (Path folder : List.of(store.tree(id), temp.resolve("target"))) {
      assertThat(Files.isExecutable(folder.resolve("run"))).isTrue();
      assertThat(Files.getPosixFilePermissions(folder.resolve("same-text")))
          .isNotEqualTo(Files.getPosixFilePermissions(folder.resolve("run")));
    }
  }

  /** Such a descriptor may have gone to another task, which is still there. */
  @Test
  void whoeverStillHoldsAFileOpenCannotChangeWhatWasStored() throws IOException {
    Path file = Files.writeString(output.resolve("a"), "before");
    try (FileChannel held = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ManifestId id = store.store(output);

      held.write(ByteBuffer.wrap("after!".getBytes(UTF_8)));

      assertThat(store.tree(id).resolve("a")).hasContent("before");
    }
  }

  @Test
  void aFolderThatIsStoredASecondTimeIsTheSame() throws IOException {
    Path script = Files.writeString(output.resolve("run"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createLink(output.resolve("run-too"), script);

    ManifestId first = store.store(output);

    assertThat(store.manifest(first).files()).allMatch(Manifest.Entry::executable);
    assertThat(store.store(output)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "other content!"})
  void aDamagedObjectIsNotHandedOutAndIsReplacedByTheNextOfItsContent(String damage)
      throws IOException {
    Files.writeString(output.resolve("a"), "what was there");
    ManifestId id = store.store(output);
    Path object = object(store.manifest(id).files().getFirst().sha256());
    Files.delete(object);
    Files.writeString(object, damage);

    assertThatThrownBy(() -> store.tree(id)).hasMessage("'a' is damaged in the object store");

    assertThat(store.store(output)).isEqualTo(id);
    assertThat(store.tree(id).resolve("a")).hasContent("what was there");
  }

  @Test
  void linksInsideAreStoredAsWhatTheyPointTo() throws IOException {
    Files.createDirectories(output.resolve("step-10"));
    Files.writeString(output.resolve("step-10/model"), "weights");
    Files.createSymbolicLink(output.resolve("latest"), Path.of("step-10"));

    store.copy(store.store(output), temp.resolve("target"));

    assertThat(temp.resolve("target/latest/model")).isRegularFile().hasContent("weights");
  }

  @Test
  void linksThatLeadOutAreRefused() throws IOException {
    Files.writeString(temp.resolve("secret"), "secret");
    Files.createSymbolicLink(output.resolve("peek"), Path.of("../secret"));

    assertThatThrownBy(() -> store.store(output))
        .isInstanceOf(IOException.class)
        .hasMessage("'peek' is a link that leads out of the folder; copy the file instead");
  }

  @Test
  void linksToNowhereAndCirclesAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(output.resolve("gone"), Path.of("nowhere"));
    assertThatThrownBy(() -> store.store(output))
        .hasMessage("'gone' is a link to something that does not exist");
    Files.delete(link);
    Files.createSymbolicLink(output.resolve("circle"), Path.of("."));
    assertThatThrownBy(() -> store.store(output))
        .hasMessage("'circle' is a link to a folder that holds it");
  }

  @Test
  void specialFilesAreRefused() throws Exception {
    Path pipe = output.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> store.store(output))
        .hasMessage("'pipe' is neither a file nor a folder; only those can be stored");
  }

  @Test
  void namesThatAreNotUtf8ComeBackByteForByte() throws Exception {
    String names = "\"$(printf 'caf\\351')\" caf\\\\xE9 \"$(printf 'd\\377é')/in\"";
    shell(output, "mkdir \"$(printf 'd\\377é')\"; for f in " + names + "; do echo $f >$f; done");

    ManifestId id = store.store(output);
    store.copy(id, temp.resolve("target"));

    assertThat(store.manifest(id).files())
        .extracting(file -> file.path() + " " + file.bytes().orElse("-"))
        .containsExactly("caf\\xE9 -", "caf\\xE9 636166e9", "d\\xFFé/in 64ffc3a92f696e");
    for (Path folder : List.of(store.tree(id), temp.resolve("target"))) {
      shell(folder, "for f in " + names + "; do test \"$(cat $f)\" = $f || exit 1; done");
    }
  }

  private static void shell(Path folder, String script) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", script).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).as(script).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2e2e2f6576696c", "ff2f2e2e2fff", "ff00", "61", "ff2f", "f", "6g", ""})
  void aNameInBytesMustBeOneAndNotLeadOut(String bytes) {
    String text = "\\xFF/../\\xFF";

    assertThatThrownBy(() -> new FileName(text, Optional.of(bytes)).checked())
        .hasMessage("A manifest names the file '" + text + "', which is not allowed");
  }

  @Test
  void damageIsNoticed() throws IOException {
    Files.writeString(output.resolve("a"), "right");
    ManifestId id = store.store(output);
    Path object = object(store.manifest(id).files().getFirst().sha256());

    Files.delete(object);
    Files.writeString(object, "wrong");
    assertThatThrownBy(() -> store.copy(id, temp.resolve("target")))
        .hasMessage("'a' is damaged in the object store");
    assertThat(temp.resolve("target/a")).doesNotExist();

    Files.writeString(object, "another length");
    assertThatThrownBy(() -> store.tree(id)).hasMessageContaining("damaged");
    Files.delete(object);
    assertThatThrownBy(() -> store.tree(id)).hasMessageContaining("missing");

    Path manifest = object(id.sha256());
    Files.delete(manifest);
    Files.writeString(manifest, "{}");
    assertThatThrownBy(() -> store.manifest(id)).hasMessageContaining("damaged");
  }

  @Test
  void aManifestCannotLeadOutOfItsFolder() throws IOException {
    Files.writeString(
        output.resolve("forged"),
        "{\"files\":[{\"path\":\"../../evil\",\"sha256\":\""
            + "0".repeat(64)
            + "\",\"size\":0,\"executable\":false}]}");
    ManifestId holder = store.store(output);
    ManifestId forged = new ManifestId(store.manifest(holder).files().getFirst().sha256());

    assertThatThrownBy(() -> store.copy(forged, temp.resolve("target")))
        .hasMessageContaining("which is not allowed");
  }

  @Test
  void whatACrashLeftIsHarmlessAndGoesWhenOld() throws IOException {
    Path old = Files.createDirectories(temp.resolve("objects/temporary/old"));
    Files.writeString(old.resolve("half"), "ha");
    Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofDays(2))));
    Path fresh = Files.writeString(temp.resolve("objects/temporary/fresh"), "ha");
    Files.setLastModifiedTime(fresh, FileTime.from(NOW));

    FolderObjectStore reopened = openIn(temp);

    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    Files.writeString(output.resolve("a"), "a");
    assertThat(reopened.tree(reopened.store(output)).resolve("a")).hasContent("a");
  }

  @Test
  void manyMayStoreTheSameAtOnce() throws Exception {
    List<Path> sources = new ArrayList<>();
    for (int source = 0; source < 8; source++) {
      Path folder = Files.createDirectory(temp.resolve("source" + source));
      for (int file = 0; file < 20; file++) {
        Files.writeString(folder.resolve("file" + file), "content " + file % 5);
      }
      sources.add(folder);
    }
    List<Future<Path>> trees = new ArrayList<>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Path source : sources) {
        trees.add(pool.submit(() -> store.tree(store.store(source))));
      }
    }
    for (Future<Path> tree : trees) {
      assertThat(tree.get()).isEqualTo(trees.getFirst().get());
    }
    assertThat(contents(trees.getFirst().get())).hasSize(20);
    assertThat(temp.resolve("objects/temporary")).isEmptyDirectory();
  }

  private Path object(String hash) {
    return temp.resolve("objects/sha256").resolve(hash.substring(0, 2)).resolve(hash);
  }

  static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(FileName.of(folder, file).text(), new String(Files.readAllBytes(file), UTF_8));
      }
    }
    return contents;
  }

  @Test
  void collectsWhatNoManifestInUseNames() throws IOException {
    Files.writeString(output.resolve("shared"), "shared");
    Files.writeString(output.resolve("mine"), "mine");
    ManifestId kept = store.store(output);
    Files.writeString(output.resolve("mine"), "other");
    ManifestId dropped = store.store(output);
    Path tree = store.tree(dropped);
    Files.writeString(temp.resolve("objects/sha256/notes"), "of somebody"); // is left alone

    Collected young = store.collect(Set.of(kept), NOW, false);
    assertThat(young).isEqualTo(new Collected(0, 0, 0)); // a reader may still use the tree
    assertThat(tree.resolve("shared")).exists();

    Instant later = NOW.plusSeconds(1);
    Collected would = store.collect(Set.of(kept), later, true);
    assertThat(would.objects()).isEqualTo(2); // the file and the manifest
    assertThat(store.has(dropped)).isTrue();

    assertThat(store.collect(Set.of(kept), later, false).objects()).isEqualTo(2);
    assertThat(store.has(dropped)).isFalse();
    assertThat(store.has(kept)).isTrue();
    Path copy = temp.resolve("copy");
    store.copy(kept, copy);
    assertThat(copy.resolve("shared")).hasContent("shared");
    assertThat(copy.resolve("mine")).hasContent("mine");
    assertThat(tree).doesNotExist();
    assertThat(temp.resolve("objects/temporary")).isEmptyDirectory();
  }

  @Test
  void whatIsStoredAgainIsYoungAgain() throws IOException {
    Files.writeString(output.resolve("a"), "a");
    ManifestId id = store.store(output);
    Path folder = temp.resolve("objects");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(9))));
      }
    }
    store.store(output);
    assertThat(store.collect(Set.of(), NOW, false).objects()).isZero();
    assertThat(store.has(id)).isTrue();
  }

  /** Threads store while another one collects all that is not in use: nothing stored is lost. */
  @Test
  void collectingWhileStoringLosesNothing() throws Exception {
    AtomicLong seconds = new AtomicLong();
    FolderObjectStore busy =
        FolderObjectStore.open(
            temp.resolve("busy"), () -> NOW.plusSeconds(seconds.get()).plusMillis(1));
    Set<ManifestId> live = ConcurrentHashMap.newKeySet();
    Map<Thread, Instant> underWay = new ConcurrentHashMap<>();
    try (var threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> storing = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        Path own = Files.createDirectory(temp.resolve("out" + thread));
        storing.add(
            threads.submit(() -> {
              for (int i = 0; i < 200; i++) {
                Files.writeString(own.resolve("file"), "content " + i % 20);
                underWay.put(Thread.currentThread(), NOW.plusSeconds(seconds.get()));
                live.add(busy.store(own));
                underWay.remove(Thread.currentThread());
              }
              return null;
            }));
      }
      Future<?> collecting =
          threads.submit(() -> {
            while (!storing.stream().allMatch(Future::isDone)) {
              Instant bound = NOW.plusSeconds(seconds.getAndIncrement());
              Instant settled = underWay.values().stream().min(Instant::compareTo).orElse(bound);
              busy.collect(Set.copyOf(live), settled, false);
            }
            return null;
          });
      for (Future<?> each : storing) {
        each.get();
      }
      collecting.get();
    }
    for (ManifestId id : live) {
      busy.copy(id, temp.resolve("check-" + id));
    }
  }
}
