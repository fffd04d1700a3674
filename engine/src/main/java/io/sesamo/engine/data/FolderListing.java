package io.sesamo.engine.data;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lists the regular files of a folder by relative name, sorted. Links are listed as what they point
 * to and must stay inside the folder; anything that is neither file nor folder is refused.
 */
final class FolderListing {

  private FolderListing() {}

  static SortedMap<FileName, Path> of(Path folder) throws IOException {
    Path root = folder.toRealPath();
    Visitor visitor = new Visitor(root);
    Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    return visitor.files;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final SortedMap<FileName, Path> files = new TreeMap<>();

    Visitor(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
        throws IOException {
      inside(root, visited);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      FileName name = FileName.of(root, file);
      if (attributes.isSymbolicLink()) {
        throw new IOException("'" + name + "' is a link to something that does not exist");
      }
      Path real = inside(root, file);
      if (!attributes.isRegularFile()) {
        throw new IOException(
            "'" + name + "' is neither a file nor a folder; only those can be stored");
      }
      files.put(name, real);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      FileName name = FileName.of(root, file);
      if (failure instanceof FileSystemLoopException) {
        throw new IOException("'" + name + "' is a link to a folder that holds it", failure);
      }
      throw new IOException("'" + name + "' cannot be read: " + failure, failure);
    }
  }

  private static Path inside(Path root, Path file) throws IOException {
    Path real;
    try {
      real = file.toRealPath();
    } catch (NoSuchFileException gone) {
      throw new IOException(
          "'" + FileName.of(root, file) + "' went away while it was being stored", gone);
    }
    if (!real.startsWith(root)) {
      throw new IOException(
          "'"
              + FileName.of(root, file)
              + "' is a link that leads out of the folder; copy the file instead");
    }
    return real;
  }
}
