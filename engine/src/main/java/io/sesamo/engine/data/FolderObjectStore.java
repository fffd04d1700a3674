package io.sesamo.engine.data;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An object store in a folder of this machine.
 *
 * <ul>
 *   <li>{@code sha256/ab/<hash>}: the objects, read-only files named by the SHA-256 of their bytes.
 *       A manifest is an object too.
 *   <li>{@code trees/<manifest>/}: folders with a manifest's files, as hard links to the objects.
 *       Executable files are copies, since a link would share the object's permissions.
 *   <li>{@code temporary/}: what is being written. Whatever a crash leaves there is never read, and
 *       is removed at the next opening once it is {@link #ABANDONED} old.
 * </ul>
 *
 * <p>An object is always a copy: of a file that a task has made, something may still hold an open
 * descriptor. It appears under its name by one {@code rename}, after its bytes have reached the
 * disk: it is there whole or not at all, and two threads or servers that store the same bytes at
 * once do each other no harm. One that is there already is read again before it is relied on, and
 * replaced where it is damaged.
 *
 * <p>A manifest holds regular files only: empty folders are not kept, and a link is stored as the
 * file (or the folder's files) it points to.
 */
public final class FolderObjectStore implements ObjectStore {

  private static final Logger LOG = System.getLogger(FolderObjectStore.class.getName());
  private static final Duration ABANDONED = Duration.ofHours(24);
  private static final int BUFFER = 1 << 17;
  private static final long RESERVE = 32 << 20;
  private static final long MB = 1_000_000;

  private final Path objects;
  private final Path trees;
  private final Path temporary;
  private final long reserve;

  /** Storing shares it; removing an object excludes storing. */
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();

  /** Bytes that are still to be written of the files that are being stored just now. */
  private final AtomicLong underWay = new AtomicLong();

  private final InstantSource clock;

  private FolderObjectStore(Path folder, InstantSource clock, long reserve) {
    this.clock = clock;
    this.reserve = reserve;
    this.objects = folder.resolve("sha256");
    this.trees = folder.resolve("trees");
    this.temporary = folder.resolve("temporary");
  }

  /**
   * Opens the store in {@code folder}, which is made when missing.
   *
   * @throws IOException when the folder cannot be made or written to
   */
  public static FolderObjectStore open(Path folder, InstantSource clock) throws IOException {
    return open(folder, clock, RESERVE);
  }

  /**
   * Opens the store in {@code folder}.
   *
   * @param reserve bytes of the disk that outputs may not use
   */
  static FolderObjectStore open(Path folder, InstantSource clock, long reserve) throws IOException {
    FolderObjectStore store =
        new FolderObjectStore(folder.toAbsolutePath().normalize(), clock, reserve);
    for (Path part : List.of(store.objects, store.trees, store.temporary)) {
      Files.createDirectories(part);
    }
    try (Stream<Path> leftovers = Files.list(store.temporary)) {
      for (Path leftover : leftovers.toList()) {
        if (Files.getLastModifiedTime(leftover)
            .toInstant()
            .isBefore(clock.instant().minus(ABANDONED))) {
          Folders.delete(leftover);
        }
      }
    }
    return store;
  }

  @Override
  public ManifestId store(Path folder) throws IOException {
    inUse.readLock().lock();
    try {
      return storeFolder(folder);
    } finally {
      inUse.readLock().unlock();
    }
  }

  private ManifestId storeFolder(Path folder) throws IOException {
    SortedMap<FileName, Path> files = FolderListing.of(folder);
    checkSpace(0);
    List<Manifest.Entry> entries = files.isEmpty() ? List.of() : storeFiles(folder, files);
    syncFolders(entries.stream().map(entry -> object(entry.sha256()).getParent()).distinct());
    byte[] manifest = ManifestJson.write(new Manifest(entries));
    String hash = HexFormat.of().formatHex(sha256().digest(manifest));
    if (!isWhole(object(hash), hash)) {
      storeStream(hash, new ByteArrayInputStream(manifest));
      syncFolders(Stream.of(object(hash).getParent()));
    }
    makeYoung(object(hash));
    return new ManifestId(hash);
  }

  private List<Manifest.Entry> storeFiles(Path folder, SortedMap<FileName, Path> files)
      throws IOException {
    List<Manifest.Entry> entries = new ArrayList<>();
    // Threads beyond the cores keep the disk busy while others wait for their bytes to reach it.
    int threads = Math.min(files.size(), 4 * Runtime.getRuntime().availableProcessors());
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Manifest.Entry>> stored = new ArrayList<>();
      files.forEach((name, file) -> stored.add(pool.submit(() -> storeFile(name, file))));
      try {
        for (Future<Manifest.Entry> entry : stored) {
          entries.add(entry.get());
        }
      } catch (ExecutionException failure) {
        pool.shutdownNow();
        throw failure.getCause() instanceof IOException plain
            ? plain
            : new IOException("Storing " + folder + " failed: " + failure.getCause(), failure);
      } catch (InterruptedException stopped) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IOException("Storing " + folder + " was interrupted", stopped);
      }
    }
    return entries;
  }

  /**
   * What is here counts as old from when it was last stored or used, not from when its file was
   * written.
   */
  private void makeYoung(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
  }

  @Override
  public boolean has(ManifestId id) {
    return Files.exists(object(id.sha256()));
  }

  @Override
  public Collected collect(Set<ManifestId> live, Instant before, boolean dryRun)
      throws IOException {
    Set<String> manifests = live.stream().map(ManifestId::sha256).collect(Collectors.toSet());
    Set<String> named = Collector.named(this, live);
    return new Collector(objects, trees, temporary, inUse.writeLock())
        .collect(manifests, named, before, dryRun);
  }

  /** A file whose bytes count as under way until they are read. */
  private final class Counted extends FilterInputStream {
    private long left;

    Counted(InputStream file, long size) {
      super(file);
      left = size;
      underWay.addAndGet(size);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      isWritten(Math.clamp(count, 0, left));
      return count;
    }

    @Override
    public void close() throws IOException {
      isWritten(left);
      super.close();
    }

    private void isWritten(long bytes) {
      left -= bytes;
      underWay.addAndGet(-bytes);
    }
  }

  /**
   * Refuses to fill the disk: the database needs room on it too.
   *
   * @param size bytes that are about to be written, by whoever does
   */
  private void checkSpace(long size) throws IOException {
    long free = objects.toFile().getUsableSpace();
    if (free - size < reserve) {
      throw new IOException(
          "the disk is full: of %d MB that are free in %s, %d are kept so, and %d are to be written"
              .formatted(free / MB, objects, reserve / MB, size / MB));
    }
  }

  private Manifest.Entry storeFile(FileName name, Path file) throws IOException {
    try {
      boolean executable =
          Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
      String hash = hash(file);
      long size = Files.size(file);
      Path object = object(hash);
      if (!isWhole(object, hash)) {
        boolean damaged = Files.exists(object);
        try (InputStream bytes = new Counted(Files.newInputStream(file), size)) {
          checkSpace(underWay.get());
          storeStream(hash, bytes);
        }
        if (damaged) {
          LOG.log(
              Level.WARNING,
              "The object {0} was damaged, and is replaced: look after the disk",
              hash);
          mendTrees(hash);
        }
      }
      makeYoung(object);
      return new Manifest.Entry(name.text(), name.bytes(), hash, size, executable);
    } catch (IOException failure) {
      throw new IOException("'" + name + "' could not be stored: " + plain(failure), failure);
    }
  }

  /** Gives the trees that share the bytes of a damaged object those of the one in its place. */
  private void mendTrees(String hash) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.list(trees)) {
      all = found.toList();
    }
    for (Path tree : all) {
      ManifestId id = new ManifestId(tree.getFileName().toString());
      if (has(id)) {
        for (Manifest.Entry entry : manifest(id).files()) {
          if (entry.sha256().equals(hash) && !entry.executable()) {
            Path part = temporary.resolve(UUID.randomUUID().toString());
            linkOrCopy(object(hash), part, false);
            Files.move(part, entry.fileName().in(tree), StandardCopyOption.ATOMIC_MOVE);
          }
        }
      }
    }
  }

  /** Whether the object is there, with the bytes that its name says. */
  private static boolean isWhole(Path object, String hash) throws IOException {
    try {
      return Files.exists(object) && hash(object).equals(hash);
    } catch (ClosedByInterruptException stopped) {
      throw stopped;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private void storeStream(String hash, InputStream bytes) throws IOException {
    Path object = object(hash);
    Files.createDirectories(object.getParent());
    Path part = temporary.resolve(UUID.randomUUID().toString());
    try {
      String written = write(bytes, part);
      if (!written.equals(hash)) {
        throw new IOException("its content changed while it was being stored");
      }
      if (!hash(part).equals(hash)) {
        throw new IOException("the disk gave back other bytes than were written");
      }
      makeReadOnly(part, false);
      sync(part);
      Files.move(part, object, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public Manifest manifest(ManifestId id) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(object(id.sha256()));
    } catch (NoSuchFileException missing) {
      throw new IOException("The object store has no manifest " + id, missing);
    }
    if (!HexFormat.of().formatHex(sha256().digest(bytes)).equals(id.sha256())) {
      throw new IOException("The manifest " + id + " is damaged in the object store");
    }
    return ManifestJson.read(bytes);
  }

  @Override
  public Path tree(ManifestId id) throws IOException {
    inUse.readLock().lock();
    try {
      Path tree = makeTree(id);
      makeYoung(tree);
      return tree;
    } finally {
      inUse.readLock().unlock();
    }
  }

  private Path makeTree(ManifestId id) throws IOException {
    Path tree = trees.resolve(id.sha256());
    if (Files.isDirectory(tree)) {
      return tree;
    }
    Path part = temporary.resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectory(part);
      for (Manifest.Entry entry : manifest(id).files()) {
        Path object = checkedObject(entry);
        if (!isWhole(object, entry.sha256())) {
          throw damaged(entry);
        }
        Path file = entry.fileName().in(part);
        Files.createDirectories(file.getParent());
        linkOrCopy(object, file, entry.executable());
      }
      Files.move(part, tree, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException failure) {
      if (!Files.isDirectory(tree)) { // otherwise another thread was faster
        throw new IOException(
            "The folder of " + id + " cannot be made: " + plain(failure), failure);
      }
    } finally {
      Folders.delete(part);
    }
    return tree;
  }

  private static void linkOrCopy(Path object, Path file, boolean executable) throws IOException {
    if (!executable) {
      try {
        Files.createLink(file, object);
        return;
      } catch (FileSystemException | UnsupportedOperationException noLinks) {
        Files.deleteIfExists(file);
      }
    }
    Files.copy(object, file);
    makeReadOnly(file, executable);
  }

  @Override
  public void copy(ManifestId id, Path target) throws IOException {
    Files.createDirectories(target);
    for (Manifest.Entry entry : manifest(id).files()) {
      Path file = entry.fileName().in(target);
      Files.createDirectories(file.getParent());
      String written;
      try (InputStream bytes = Files.newInputStream(checkedObject(entry))) {
        written = write(bytes, file);
      } catch (IOException failure) {
        throw new IOException(
            "'" + entry.path() + "' cannot be copied: " + plain(failure), failure);
      }
      if (!written.equals(entry.sha256())) {
        Files.deleteIfExists(file);
        throw damaged(entry);
      }
      if (entry.executable()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private Path checkedObject(Manifest.Entry entry) throws IOException {
    Path object = object(entry.sha256());
    if (!Files.exists(object)) {
      throw new IOException("'" + entry.path() + "' is missing in the object store");
    }
    if (Files.size(object) != entry.size()) {
      throw damaged(entry);
    }
    return object;
  }

  private static IOException damaged(Manifest.Entry entry) {
    return new IOException("'" + entry.path() + "' is damaged in the object store");
  }

  private Path object(String hash) {
    return objects.resolve(hash.substring(0, 2)).resolve(hash);
  }

  private static String hash(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return transfer(bytes, OutputStream.nullOutputStream());
    }
  }

  private static String write(InputStream bytes, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      return transfer(bytes, out);
    }
  }

  private static String transfer(InputStream bytes, OutputStream out) throws IOException {
    MessageDigest digest = sha256();
    OutputStream hashing = new DigestOutputStream(out, digest);
    byte[] buffer = new byte[BUFFER];
    for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
      hashing.write(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  private static void makeReadOnly(Path file, boolean executable) throws IOException {
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "r-xr-xr-x" : "r--r--r--"));
  }

  private static void syncFolders(Stream<Path> folders) throws IOException {
    for (Path folder : folders.toList()) {
      sync(folder);
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String plain(IOException failure) {
    return failure instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : String.valueOf(failure.getMessage());
  }
}
