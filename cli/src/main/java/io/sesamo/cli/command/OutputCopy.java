package io.sesamo.cli.command;

import io.sesamo.cli.background.Reasons;
import io.sesamo.cli.client.OutputApi;
import io.sesamo.cli.client.TaskOutput;
import io.sesamo.cli.problem.CliException;
import io.sesamo.engine.data.FileName;
import io.sesamo.engine.data.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Fetches outputs into a person's folder: first all of them into a hidden folder in there, each
 * file checked against its SHA-256; then, when nothing that differs is in the way, each by one
 * rename to its place. So no file is ever there in part.
 *
 * @param force whether files that differ are overwritten
 */
record OutputCopy(Session session, Path target, boolean force) {

  private static final int NAMED = 10;

  /**
   * What was copied.
   *
   * @param unchanged files that were there already, with the same content
   */
  record Result(long files, long bytes, long unchanged) {}

  Result of(String workflow, List<TaskOutput> outputs) {
    Path part = target.resolve(".sesamo-part-" + UUID.randomUUID());
    try {
      Files.createDirectories(target);
      Files.createDirectory(part);
      try {
        for (TaskOutput output : outputs) {
          Path folder = Download.place(part, FileName.of(output.task()));
          session.ask(api -> {
            new Download(new OutputApi(api.http()), workflow, output, folder).run();
            return folder;
          });
        }
        return move(part);
      } finally {
        Folders.delete(part);
      }
    } catch (UncheckedIOException failure) {
      throw refusal(new IOException(failure.getMessage(), failure));
    } catch (IOException failure) {
      throw refusal(failure);
    }
  }

  private CliException refusal(IOException failure) {
    return CliException.refused(
        "The outputs could not be copied to "
            + target
            + ": "
            + Reasons.of(failure)
            + ". Nothing was left there in part.");
  }

  private Result move(Path part) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(part)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    List<Path> missing = new ArrayList<>();
    List<String> inTheWay = new ArrayList<>();
    long bytes = 0;
    for (Path file : files) {
      Path place = target.resolve(part.relativize(file));
      bytes += Files.size(file);
      if (!Files.exists(place, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        missing.add(file);
      } else if (Files.isDirectory(place) || Files.mismatch(file, place) >= 0) {
        missing.add(file);
        inTheWay.add(place.toString());
      }
    }
    if (!inTheWay.isEmpty() && !force) {
      throw refusal(inTheWay);
    }
    for (Path file : missing) {
      Path place = target.resolve(part.relativize(file));
      Files.createDirectories(place.resolveSibling("."));
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Result(files.size(), bytes, files.size() - missing.size());
  }

  private static CliException refusal(List<String> inTheWay) {
    List<String> named = new ArrayList<>(inTheWay.subList(0, Math.min(NAMED, inTheWay.size())));
    if (inTheWay.size() > NAMED) {
      named.add("and " + (inTheWay.size() - NAMED) + " more");
    }
    return CliException.refused(
        "These files are there already and differ; nothing was copied."
            + " Choose another folder, or add --force to overwrite them.",
        named);
  }
}
