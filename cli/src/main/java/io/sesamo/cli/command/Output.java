package io.sesamo.cli.command;

import io.sesamo.cli.client.Json;
import io.sesamo.model.yaml.YamlWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How an answer is written. */
public enum Output {
  /** For people. */
  TABLE,
  /** One value on one line, and nothing else on standard output. */
  JSON,
  /** The same value as block YAML. */
  YAML,
  /** Comma-separated values, where there are rows. */
  CSV;

  /** What every command can write. */
  static final List<Output> USUAL = List.of(TABLE, JSON, YAML);

  /** What commands that list rows can write. */
  static final List<Output> ROWS = List.of(TABLE, JSON, YAML, CSV);

  /** The one of that name; {@code text} is what {@code table} was called before. */
  static Optional<Output> of(String word) {
    String wanted = word.toUpperCase(Locale.ROOT);
    return wanted.equals("TEXT")
        ? Optional.of(TABLE)
        : Stream.of(values()).filter(output -> output.name().equals(wanted)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is one value for a program. */
  public boolean isValue() {
    return this == JSON || this == YAML;
  }

  /** Writes a value; YAML where that was wanted, else JSON. */
  public String write(Json value) {
    if (this != YAML) {
      return value.write();
    }
    return value.plain() instanceof Map<?, ?> members && !members.isEmpty()
        ? YamlWriter.write(members).stripTrailing()
        : value.write(); // other values are the same in YAML
  }

  /** What a command line asks for: known before it is parsed, since parsing may be what fails. */
  public static Output wantedBy(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("--")) {
        break;
      }
      boolean apart = word.equals("--output") || word.equals("-o");
      String next = apart && i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      String value = apart ? next : word.replaceFirst("^(--output=|-o=?)", "");
      Optional<Output> wanted = apart || !value.equals(word) ? of(value) : Optional.empty();
      if (wanted.isPresent()) {
        return wanted.get();
      }
    }
    return TABLE;
  }
}
