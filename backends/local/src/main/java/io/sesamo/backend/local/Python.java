package io.sesamo.backend.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A Python of this machine.
 *
 * @param program the real one, not a shim that picks one
 * @param prefix folder of its libraries
 * @param version in full
 */
record Python(Path program, Path prefix, String version) {

  private static final List<String> NAMES =
      List.of("python3", "python3.13", "python3.12", "python3.11");

  private static final String QUESTION =
      """
      import ensurepip, os, sys, venv
      assert sys.version_info >= (3, 11)
      program = f'{sys.base_prefix}/bin/python{sys.version_info[0]}.{sys.version_info[1]}'
      print(os.path.realpath(program if os.path.exists(program) else sys.executable))
      print(os.path.realpath(sys.base_prefix))
      print(sys.version.split()[0])
      """;

  /** The first that is new enough (3.11) and can make virtual environments. */
  static Optional<Python> find() throws InterruptedException {
    for (String name : NAMES) {
      Optional<Path> program = Programs.find(name);
      if (program.isEmpty()) {
        continue;
      }
      Programs.Result answer =
          Programs.run(List.of(program.get().toString(), "-I", "-c", QUESTION));
      List<String> lines = answer.output().lines().toList();
      if (answer.exitCode() == 0 && lines.size() == 3) {
        return Optional.of(new Python(Path.of(lines.get(0)), Path.of(lines.get(1)), lines.get(2)));
      }
    }
    return Optional.empty();
  }

  /** Whether its libraries lie where every sandbox sees them. */
  boolean isPartOfTheSystem() {
    return prefix.startsWith("/usr");
  }
}
