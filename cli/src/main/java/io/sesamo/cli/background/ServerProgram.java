package io.sesamo.cli.background;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a server is started.
 *
 * @param words program and arguments; the home folder is told by {@code SESAMO_HOME}
 */
public record ServerProgram(List<String> words) {

  private static final String MAIN = "io.sesamo.server.Main";

  public ServerProgram {
    words = List.copyOf(words);
  }

  /** The server that the launcher has laid out, else the one on this command's class path. */
  public static ServerProgram ofThisBuild(Map<String, String> environment) {
    String java =
        environment.getOrDefault("SESAMO_JAVA", System.getProperty("java.home") + "/bin/java");
    Path laidOut = Path.of(environment.getOrDefault("SESAMO_DIST", ""), "server.args");
    return new ServerProgram(
        Files.isReadable(laidOut)
            ? List.of(java, "@" + laidOut)
            : List.of(java, "-cp", System.getProperty("java.class.path"), MAIN));
  }

  public ServerProgram with(List<String> arguments) {
    List<String> all = new ArrayList<>(words);
    all.addAll(arguments);
    return new ServerProgram(all);
  }

  /**
   * Starts it apart from this command: in a session of its own, so that neither Ctrl-C nor the end
   * of the terminal reaches it, with the log as its output.
   */
  Process startInBackground(Home home) throws IOException {
    List<String> all = new ArrayList<>();
    if (Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).anyMatch(Files::isExecutable)) {
      all.add("setsid");
    } else {
      all.addAll(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sesamo-server"));
    }
    all.addAll(words);
    Redirect log = Redirect.appendTo(home.serverLog().toFile());
    return builder(home, all)
        .redirectInput(Redirect.from(new File("/dev/null")))
        .redirectOutput(log)
        .redirectError(log)
        .start();
  }

  /** Runs it in this terminal until it ends. */
  public int runInForeground(Home home) throws IOException, InterruptedException {
    return builder(home, words).inheritIO().start().waitFor();
  }

  private static ProcessBuilder builder(Home home, List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("SESAMO_HOME", home.folder().toString());
    return builder;
  }
}
