package io.sesamo.cli.command.account;

import io.sesamo.cli.background.Reasons;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Tokens come from files, from standard input or from a person, and never stand in a command line,
 * which other users of the machine can see.
 */
final class Secrets {

  private static final String TOKEN_FILE = "--token-file";

  private Secrets() {}

  static OptionSpec tokenFile() {
    return Specs.text("FILE", "The file with the access token; - is standard input.", TOKEN_FILE);
  }

  /** The token of the file that a command line names; empty: it names none. */
  static Optional<String> token(ParseResult arguments) {
    return Specs.text(arguments, TOKEN_FILE).map(Secrets::read);
  }

  /** Whether there is a person to type something. */
  @SuppressWarnings("SystemConsoleNull") // another check holds that it may be
  static boolean canBeTyped() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** A token that a person types, unseen, or that comes from standard input. */
  @SuppressWarnings("SystemConsoleNull") // another check holds that it may be
  static String typed() {
    Console console = System.console();
    if (console == null || !canBeTyped()) {
      return firstLine("standard input", System.in);
    }
    char[] typed = console.readPassword("Access token (it is not shown): ");
    return checked("what you typed", typed == null ? "" : new String(typed));
  }

  private static String read(String name) {
    if (name.equals("-")) {
      return firstLine("standard input", System.in);
    }
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      return firstLine(name, file);
    } catch (InvalidPathException notOne) {
      throw CliException.wrong("'" + name + "' is not the name of a file.");
    } catch (IOException unreadable) {
      throw CliException.wrong(name + " cannot be read: " + Reasons.of(unreadable) + ".");
    }
  }

  private static String firstLine(String name, InputStream bytes) {
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
      return checked(name, Optional.ofNullable(lines.readLine()).orElse(""));
    } catch (IOException unreadable) {
      throw CliException.wrong(name + " cannot be read: " + Reasons.of(unreadable) + ".");
    }
  }

  private static String checked(String name, String line) {
    String token = line.strip();
    if (!token.matches("[A-Za-z0-9._~+/=-]{8,8192}")) {
      throw CliException.wrong("There is no access token in " + name + ".");
    }
    return token;
  }

  /** Writes a token to a new file that nobody but its owner can read. */
  static void write(String name, String token) {
    try (var file =
        Files.newByteChannel(
            Path.of(name),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      file.write(StandardCharsets.US_ASCII.encode(token + "\n"));
    } catch (FileAlreadyExistsException there) {
      throw CliException.refused(name + " is there already. Remove it, or name another file.");
    } catch (InvalidPathException | IOException impossible) {
      throw CliException.refused("The token cannot be written to " + name + ".");
    }
  }

  /** Makes sure beforehand that a token that is made can be kept. */
  static void requireNew(String name) {
    try {
      if (Files.exists(Path.of(name))) {
        throw CliException.refused(name + " is there already. Remove it, or name another file.");
      }
    } catch (InvalidPathException notOne) {
      throw CliException.wrong("'" + name + "' is not the name of a file.");
    }
  }
}
