package io.sesamo.server;

import io.sesamo.backend.local.LocalConfig;
import io.sesamo.server.network.Front;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param port for the network, else for this machine; 0 for any free one
 * @param idleStop without requests and work for so long, the server ends; zero: never
 * @param databaseUrl of a PostgreSQL of the operator's own
 * @param physicalAi folder of the Physical-AI suite's sources
 * @param sandbox whether tasks may run without one; empty: as {@code pool.yaml} says
 * @param logFormat how the lines of the server's log look
 * @param catalog folder with the operator's own rows and rules; empty: that of the home
 * @param credentialKeys file with the keys that credentials are encrypted with; empty: that of the
 *     home
 * @param front the side that a network reaches; empty: only this machine is served
 * @param rate requests of a user a second; 0: no limit
 * @param arguments all words, with which it may be started again
 */
record Options(
    Path home,
    int port,
    boolean devAuth,
    Duration idleStop,
    Optional<String> databaseUrl,
    Optional<Path> physicalAi,
    Optional<LocalConfig.Isolation> sandbox,
    LogFormat logFormat,
    Optional<Path> catalog,
    Optional<Path> credentialKeys,
    Optional<Front> front,
    int rate,
    List<String> arguments) {

  Options {
    arguments = List.copyOf(arguments);
  }

  /** The words for whether tasks may run without a sandbox. */
  static final String ISOLATIONS = "required, where-possible or none";

  static Options parse(List<String> arguments, Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("SESAMO_HOME", "sesamo-home"));
    int port = 0;
    boolean devAuth = false;
    Duration idleStop = Duration.ofMinutes(30);
    Optional<LocalConfig.Isolation> sandbox = Optional.empty();
    LogFormat logFormat = LogFormat.TEXT;
    FrontOptions front = FrontOptions.NONE;
    int rate = Limits.RATE;
    Iterator<String> words = arguments.iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "--home" -> home = Path.of(value(word, words));
        case "--port" -> port = number(word, words, 65_535);
        case "--idle-stop" -> idleStop = Duration.ofMinutes(number(word, words, 1_000_000));
        case "--dev-auth" -> devAuth = true;
        case "--sandbox" -> sandbox = Optional.of(sandbox(value(word, words)));
        case "--log-format" -> logFormat = logFormat(value(word, words));
        case "--listen" -> front = front.withListen(value(word, words));
        case "--url" -> front = front.withUrl(value(word, words));
        case "--tls-cert" -> front = front.withCertificate(Path.of(value(word, words)));
        case "--tls-key" -> front = front.withKey(Path.of(value(word, words)));
        case "--behind-proxy" -> front = front.withProxy();
        case "--rate" -> rate = number(word, words, 1_000_000);
        default -> throw new StartException("The server does not know the option " + word + ".");
      }
    }
    Optional<Path> physicalAi =
        Optional.ofNullable(environment.get("SESAMO_ROOT"))
            .map(root -> Path.of(root, "physical-ai"))
            .filter(java.nio.file.Files::isDirectory);
    return new Options(
        home,
        port,
        devAuth,
        idleStop,
        Optional.ofNullable(environment.get("SESAMO_DATABASE_URL")).filter(url -> !url.isBlank()),
        physicalAi,
        sandbox,
        logFormat,
        path(environment, "SESAMO_CATALOG"),
        path(environment, "SESAMO_CREDENTIAL_KEY_FILE"),
        front.front(port, devAuth),
        rate,
        arguments);
  }

  private static Optional<Path> path(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }

  private static LocalConfig.Isolation sandbox(String text) {
    return isolation(text)
        .orElseThrow(() -> new StartException("The option --sandbox is " + ISOLATIONS + "."));
  }

  private static LogFormat logFormat(String text) {
    return LogFormat.of(text)
        .orElseThrow(
            () -> new StartException("The option --log-format is " + LogFormat.WORDS + "."));
  }

  /** What one of {@link #ISOLATIONS} means; empty for another word. */
  static Optional<LocalConfig.Isolation> isolation(String word) {
    return switch (word) {
      case "required" -> Optional.of(LocalConfig.Isolation.REQUIRED);
      case "where-possible" -> Optional.of(LocalConfig.Isolation.WHERE_POSSIBLE);
      case "none" -> Optional.of(LocalConfig.Isolation.NONE);
      default -> Optional.empty();
    };
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new StartException("The option " + option + " needs a value.");
    }
    return words.next();
  }

  private static int number(String option, Iterator<String> words, int most) {
    String text = value(option, words);
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new StartException("The option " + option + " is a number from 0 to " + most + ".");
  }
}
