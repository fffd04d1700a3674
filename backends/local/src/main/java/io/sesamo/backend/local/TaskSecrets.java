package io.sesamo.backend.local;

import io.sesamo.engine.backend.ExitCodes;
import io.sesamo.engine.backend.Secrets;
import io.sesamo.engine.data.Folders;
import io.sesamo.model.spec.CredentialUse;
import io.sesamo.model.spec.TaskSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a task is given of credentials, in a folder beside its own that only the server's user may
 * enter, from when its launch is ordered until the task is over. Neither the order nor a command
 * line holds any of it:
 *
 * <ul>
 *   <li>{@code given}: all of it; what a log must not show;
 *   <li>{@code variables}: what the supervisor adds to the environment;
 *   <li>{@code 0}, {@code 1}, …: folders with files that the task reads.
 * </ul>
 */
record TaskSecrets(Path folder) {

  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> TO_READ =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------"));

  private static final int FIELDS = 3;

  private Path given() {
    return folder.resolve("given");
  }

  private Path variablesFile() {
    return folder.resolve("variables");
  }

  /** Variables for a program that gives the command an environment of its own, one a line. */
  Path environmentFile() {
    return folder.resolve("environment");
  }

  /** Keeps what the task is given; nothing where that is nothing. */
  void keep(Secrets secrets) throws IOException {
    if (secrets.values().isEmpty()) {
      return;
    }
    remove();
    Files.createDirectories(folder.resolveSibling(""));
    Files.createDirectory(folder, OWNERS_FOLDER);
    List<String> fields = new ArrayList<>();
    secrets
        .values()
        .forEach((name, values) ->
            values.forEach((key, value) -> fields.addAll(List.of(name, key, value))));
    DurableFiles.write(given(), Order.zeroTerminated(fields));
  }

  /** By credential and key. */
  private Map<String, Map<String, String>> read() throws IOException {
    Map<String, Map<String, String>> values = new HashMap<>();
    List<String> fields = fields(given());
    for (int i = 0; i + FIELDS <= fields.size(); i += FIELDS) {
      values
          .computeIfAbsent(fields.get(i), name -> new TreeMap<>())
          .put(fields.get(i + 1), fields.get(i + 2));
    }
    return values;
  }

  private static List<String> fields(Path file) throws IOException {
    return Files.exists(file) ? Order.fields(file) : List.of();
  }

  /** What must not be shown of the task; nothing once it is over. */
  Mask mask() throws IOException {
    Set<String> secrets = new HashSet<>();
    read().values().forEach(values -> secrets.addAll(values.values()));
    return Mask.of(secrets);
  }

  /** {@code NAME=value} for the command's environment. */
  List<String> variables() throws IOException {
    return fields(variablesFile());
  }

  /**
   * What a task finds where.
   *
   * @param folders on this machine, by the path at which the task finds them
   * @param variables by their names
   */
  record Placed(Map<String, Path> folders, Map<String, String> variables) {

    static final Placed NOTHING = new Placed(Map.of(), Map.of());

    /** The names only. */
    @Override
    public String toString() {
      return "Placed" + folders.keySet() + variables.keySet();
    }
  }

  /**
   * Makes the files and the variables that the task's spec asks for.
   *
   * @param spec with nothing left to fill in
   * @throws StartFailure when what it was given is not there any more
   */
  Placed place(TaskSpec spec) throws IOException, StartFailure {
    if (spec.credentials().isEmpty()) {
      return Placed.NOTHING;
    }
    Map<String, Map<String, String>> values = read();
    Map<String, Path> folders = new LinkedHashMap<>();
    Map<String, String> variables = new TreeMap<>();
    for (Map.Entry<String, CredentialUse> use : new TreeMap<>(spec.credentials()).entrySet()) {
      Map<String, String> own = values.get(use.getKey());
      if (own == null) {
        throw new StartFailure(
            ExitCodes.START_ERROR, "What it was given of the credential is not there any more");
      }
      switch (use.getValue()) {
        case CredentialUse.AsFolder as -> folders.put(as.path(), makeFolder(folders.size(), own));
        case CredentialUse.AsEnvironment as ->
            as.keyByVariable()
                .forEach((name, key) -> variables.put(name, own.getOrDefault(key, "")));
      }
    }
    return new Placed(folders, variables);
  }

  private Path makeFolder(int number, Map<String, String> files) throws IOException {
    Path place = folder.resolve(String.valueOf(number));
    Folders.delete(place);
    Files.createDirectory(place, OWNERS_FOLDER);
    for (Map.Entry<String, String> file : files.entrySet()) {
      try (var channel =
          Files.newByteChannel(
              place.resolve(file.getKey()),
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              TO_READ)) {
        channel.write(ByteBuffer.wrap(file.getValue().getBytes(StandardCharsets.UTF_8)));
      }
    }
    return place;
  }

  /** Keeps variables for the supervisor. */
  void writeVariables(Map<String, String> variables) throws IOException {
    if (!variables.isEmpty()) {
      List<String> fields = new ArrayList<>();
      variables.forEach((name, value) -> fields.add(name + "=" + value));
      DurableFiles.write(variablesFile(), Order.zeroTerminated(fields));
    }
  }

  /** The task is over. */
  void remove() throws IOException {
    Folders.delete(folder);
  }
}
