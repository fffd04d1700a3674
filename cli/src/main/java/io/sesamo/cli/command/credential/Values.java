package io.sesamo.cli.command.credential;

import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.terminal.Terminal;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a credential's values from where nobody else sees them.
 *
 * @param name of the credential, for messages
 */
record Values(String name, Terminal terminal) {

  private static final String STANDARD_INPUT = "-";

  /** What is no secret, and may stand on a command line. */
  private static final Set<String> FIELDS =
      Set.of(
          "registry",
          "username",
          "endpoint",
          "region",
          "override_url",
          "addressing_style",
          "access_key_id");

  /** Of words {@code KEY=TEXT}. */
  static Map<String, String> fields(List<String> words) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0 || !FIELDS.contains(word.substring(0, equals))) {
        throw CliException.wrong(
            "--field is KEY=TEXT, and its key one of "
                + String.join(", ", FIELDS.stream().sorted().toList())
                + ". What is secret comes with --value or --from-file.");
      }
      fields.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return fields;
  }

  /** Of words {@code [KEY=]FILE}. */
  Map<String, String> ofFiles(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      Path file = path(word.substring(equals + 1));
      String key = equals < 0 ? String.valueOf(file.getFileName()) : word.substring(0, equals);
      values.put(key, read(file));
    }
    return values;
  }

  private static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException impossible) {
      throw CliException.wrong("'" + word + "' is no name of a file.");
    }
  }

  private static String read(Path file) {
    try {
      return text(Files.readAllBytes(file), file.toString());
    } catch (IOException unreadable) {
      throw CliException.wrong("The file " + file + " cannot be read. Is it there, and yours?");
    }
  }

  private static String text(byte[] bytes, String title) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      throw CliException.wrong(
          title
              + " is not UTF-8 text. Encode it, for example with base64, and decode it in the"
              + " task.");
    }
  }

  /** Of words {@code KEY} and {@code KEY=-}. */
  Map<String, String> of(List<String> words) {
    if (words.stream().filter(word -> word.endsWith("=" + STANDARD_INPUT)).count() > 1) {
      throw CliException.wrong("Standard input can give one value only.");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0) {
        values.put(key, ask(key));
      } else if (word.substring(equals + 1).equals(STANDARD_INPUT)) {
        values.put(key, standardInput());
      } else {
        throw CliException.wrong(
            "A value on the command line can be read by everybody on this machine, and stays in"
                + " the shell's history. Use --value "
                + key
                + " to be asked, --value "
                + key
                + "=- for standard input, or --from-file "
                + key
                + "=FILE.");
      }
    }
    return values;
  }

  private static String standardInput() {
    try {
      String text = text(System.in.readAllBytes(), "Standard input");
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException broken) {
      throw CliException.wrong("Standard input cannot be read: " + broken.getMessage());
    }
  }

  /** Asks the person at the terminal, who does not see what he types. */
  @SuppressWarnings("SystemConsoleNull") // where there is no terminal, Java 25 gives null again
  String ask(String key) {
    Console console = terminal.interactive() ? System.console() : null;
    char[] typed = console == null ? null : console.readPassword("%s of %s: ", key, name);
    if (typed == null) {
      throw CliException.wrong(
          "There is nobody to ask for %1$s. Use --value %1$s=- for standard input, or --from-file %1$s=FILE."
              .formatted(key));
    }
    return new String(typed);
  }
}
