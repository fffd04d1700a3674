package io.sesamo.cli.background;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Why a file operation failed, in plain words. */
public final class Reasons {

  private Reasons() {}

  public static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException there -> there.getFile() + " is already there";
      case FileSystemException named ->
          Optional.ofNullable(named.getReason()).orElse("failure at") + ": " + named.getFile();
      case IOException other -> Optional.ofNullable(other.getMessage()).orElse("I/O failure");
    };
  }
}
