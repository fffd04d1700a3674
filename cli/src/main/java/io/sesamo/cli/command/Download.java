package io.sesamo.cli.command;

import io.sesamo.cli.client.OutputApi;
import io.sesamo.cli.client.OutputApi.Page;
import io.sesamo.cli.client.OutputApi.StoredFile;
import io.sesamo.cli.client.TaskOutput;
import io.sesamo.cli.problem.CliException;
import io.sesamo.engine.data.FileName;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fetches the output of one task, each file checked against its SHA-256.
 *
 * @param folder where the files go; nothing but an earlier download of the same output is in it
 */
record Download(OutputApi api, String workflow, TaskOutput output, Path folder) {

  /** Small files cost a round trip each, so that some are fetched at a time. */
  private static final int AT_A_TIME = 4;

  /**
   * Fetches what is not there yet.
   *
   * @throws IOException when the connection breaks off; to be called again then
   */
  void run() throws IOException {
    Files.createDirectories(folder);
    int offset = 0;
    Page page;
    do {
      page = api.files(workflow, output.task(), offset);
      if (!page.manifest().equals(output.manifest())) {
        throw CliException.later(
            "The task " + output.task() + " has stored another output meanwhile. Ask again.");
      }
      fetch(page.files());
      offset += page.files().size();
    } while (page.more() && !page.files().isEmpty());
  }

  private void fetch(List<StoredFile> files) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<StoredFile>> fetched = new ArrayList<>();
      for (StoredFile file : files) {
        fetched.add(
            threads.submit(() -> {
              fetch(file);
              return file;
            }));
      }
      try {
        for (Future<StoredFile> one : fetched) {
          one.get();
        }
      } catch (ExecutionException failure) {
        threads.shutdownNow();
        switch (failure.getCause()) {
          case IOException brokeOff -> throw brokeOff;
          case RuntimeException refused -> throw refused;
          case null, default -> throw new IllegalStateException(failure);
        }
      } catch (InterruptedException stopped) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw CliException.refused("Interrupted while fetching outputs.");
      }
    }
  }

  private void fetch(StoredFile file) throws IOException {
    Path place = place(folder, file.name());
    try {
      fetch(file, place);
    } catch (FileSystemException ownDisk) {
      throw new UncheckedIOException(ownDisk);
    }
  }

  /**
   * The file of a name that a server gave.
   *
   * @throws CliException when it would lead out of the folder
   */
  static Path place(Path folder, FileName name) {
    try {
      return name.checked().in(folder);
    } catch (IOException notAllowed) {
      throw CliException.refused(notAllowed.getMessage() + ".");
    }
  }

  private void fetch(StoredFile file, Path place) throws IOException {
    if (Files.isRegularFile(place) && Files.size(place) == file.size()) {
      return; // of an earlier try, and checked then
    }
    Files.createDirectories(place.resolveSibling("."));
    MessageDigest digest = sha256();
    try (OutputStream bytes =
        new DigestOutputStream(new OwnFile(Files.newOutputStream(place)), digest)) {
      api.read(workflow, output.task(), file, bytes);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      Files.delete(place);
      throw CliException.refused(
          "The file "
              + file.name()
              + " of "
              + output.task()
              + " came with other bytes than it"
              + " was stored with.");
    }
    if (file.executable()) {
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** A file whose failures are not taken for those of the connection. */
  private static final class OwnFile extends FilterOutputStream {
    OwnFile(OutputStream file) {
      super(file);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        out.write(bytes, offset, length);
      } catch (IOException full) {
        throw new UncheckedIOException(full);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }
}
