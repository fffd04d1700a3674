package io.sesamo.backend.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a supervisor runs. It is handed over as a file that only its owner can read.
 *
 * @param confinement its name
 * @param log the task's log
 * @param most bytes of each of the two streams that the log may hold
 * @param environment {@code NAME=value}, all of it
 * @param arguments what bubblewrap reads; empty for others
 * @param words of the command; seen by everyone on this machine: no secrets in them
 */
record Order(
    String confinement,
    Path log,
    long most,
    List<String> environment,
    List<String> arguments,
    List<String> words) {

  /**
   * The variable of the command's own process that holds {@link #network}: an order of an earlier
   * release has none, and can be read all the same.
   */
  static final String NETWORK = "SESAMO_NETWORK";

  private static final int HEAD = 5;

  /** Whether bubblewrap is run, after which nothing of the task can be left. */
  boolean sandboxed() {
    return !arguments.isEmpty();
  }

  /** Folder of the network that the task shares with its group alone; empty: the machine's. */
  Optional<Path> network() {
    String begin = NETWORK + "=";
    return sandboxed() // only then the variables are none of the task's
        ? environment.stream()
            .filter(variable -> variable.startsWith(begin))
            .map(variable -> Path.of(variable.substring(begin.length())))
            .findFirst()
        : Optional.empty();
  }

  /** Fields that end with a zero byte, which none of them can hold. */
  void write(Path file) throws IOException {
    List<String> fields = new ArrayList<>();
    fields.add(confinement);
    fields.add(log.toString());
    fields.add(String.valueOf(most));
    fields.add(String.valueOf(environment.size()));
    fields.add(String.valueOf(arguments.size()));
    fields.addAll(environment);
    fields.addAll(arguments);
    fields.addAll(words);
    DurableFiles.write(file, zeroTerminated(fields));
  }

  /** The same with further variables for the command. */
  Order with(List<String> variables) {
    if (!sandboxed()) {
      List<String> all = new ArrayList<>(environment);
      all.addAll(variables);
      return new Order(confinement, log, most, all, arguments, words);
    }
    List<String> all = new ArrayList<>(arguments);
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      all.addAll( // all variables stand together
          Math.max(0, arguments.indexOf("--setenv")),
          List.of("--setenv", variable.substring(0, equals), variable.substring(equals + 1)));
    }
    return new Order(confinement, log, most, environment, all, words);
  }

  /** The fields of a file that end with a zero byte each. */
  static List<String> fields(Path file) throws IOException {
    // Opened so that no task that is started meanwhile gets it: it may hold secrets.
    String text = new String(Posix.readAll(file), StandardCharsets.UTF_8);
    return List.of(text.substring(0, text.length() - 1).split("\0", -1));
  }

  static Order read(Path file) throws IOException {
    List<String> fields = fields(file);
    int arguments = HEAD + Integer.parseInt(fields.get(3));
    int words = arguments + Integer.parseInt(fields.get(4));
    return new Order(
        fields.get(0),
        Path.of(fields.get(1)),
        Long.parseLong(fields.get(2)),
        fields.subList(HEAD, arguments),
        fields.subList(arguments, words),
        fields.subList(words, fields.size()));
  }

  static byte[] zeroTerminated(List<String> fields) {
    if (fields.stream().anyMatch(field -> field.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("a zero character in a command or its environment");
    }
    return fields.stream()
        .map(field -> field + "\0")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }
}
