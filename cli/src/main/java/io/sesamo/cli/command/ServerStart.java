package io.sesamo.cli.command;

import io.sesamo.cli.problem.CliException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code sesamo server start}, and the server's own that they become. */
final class ServerStart {

  /** Those whose value goes to the server as it is; it says what is wrong with it. */
  private static final List<String> TEXTS = List.of("--listen", "--url", "--log-format");

  private static final Set<String> SANDBOXES = Set.of("required", "where-possible", "none");

  private static final List<String> FILES = List.of("--tls-cert", "--tls-key");
  private static final List<String> FLAGS = List.of("--dev-auth", "--behind-proxy");

  private ServerStart() {}

  static CommandSpec spec() {
    CommandSpec start =
        Specs.command(
            "start",
            "Starts the server in the background, until it is stopped. Other commands start it by"
                + " themselves, and then it ends after 30 minutes without work.",
            "sesamo server start --port 9000");
    start.addOption(Specs.number("N", "The port to listen on (a free one).", "--port"));
    start.addOption(
        Specs.flag(
            "Lets every program of this machine in by a user name, as `osmo login --method dev`"
                + " does, without a secret.",
            "--dev-auth"));
    start.addOption(
        Specs.text(
            "RULE",
            "Whether tasks may run without a sandbox: required, where-possible (the default) or"
                + " none.",
            "--sandbox"));
    start.addOption(
        Specs.text(
            "FORMAT",
            "How the lines of the server's log look: text (the default), or json, an object a"
                + " line.",
            "--log-format"));
    start.addOption(Specs.flag("Stays in this terminal until Ctrl-C.", "--foreground"));
    addNetwork(start);
    return start;
  }

  private static void addNetwork(CommandSpec start) {
    start.addOption(
        Specs.text(
            "HOST",
            "Serves a network too, by the interface of that name or address; 0.0.0.0 for all.",
            "--listen"));
    start.addOption(
        Specs.text(
            "URL", "What people call the server by, such as https://sesamo.example.org.", "--url"));
    start.addOption(
        Specs.text("FILE", "The certificate with those that vouch for it, PEM.", "--tls-cert"));
    start.addOption(Specs.text("FILE", "Its key, PEM, without a password.", "--tls-key"));
    start.addOption(
        Specs.flag("A proxy in front of the server has TLS, in place of it.", "--behind-proxy"));
    start.addOption(
        Specs.number("N", "Requests that a user may make a second (200); 0: no limit.", "--rate"));
  }

  /** Arguments for the server. */
  static List<String> words(ParseResult arguments) {
    List<String> words = new ArrayList<>();
    Optional<Integer> port = Specs.number(arguments, "--port");
    if (port.isPresent() && (port.get() < 0 || port.get() > 65_535)) {
      throw CliException.wrong("--port is 1 to 65535, not " + port.get() + ".");
    }
    port.ifPresent(number -> words.addAll(List.of("--port", String.valueOf(number))));
    Specs.number(arguments, "--rate")
        .ifPresent(number -> words.addAll(List.of("--rate", String.valueOf(number))));
    FLAGS.stream().filter(flag -> Specs.isSet(arguments, flag)).forEach(words::add);
    for (String option : TEXTS) {
      Specs.text(arguments, option).ifPresent(text -> words.addAll(List.of(option, text)));
    }
    Specs.text(arguments, "--sandbox")
        .ifPresent(rule -> words.addAll(List.of("--sandbox", checkedSandbox(rule))));
    for (String option : FILES) {
      Specs.text(arguments, option)
          .ifPresent(
              file -> words.addAll(List.of(option, Path.of(file).toAbsolutePath().toString())));
    }
    return words;
  }

  private static String checkedSandbox(String rule) {
    if (!SANDBOXES.contains(rule)) {
      throw CliException.wrong(
          "--sandbox is required, where-possible or none, not '" + rule + "'.");
    }
    return rule;
  }
}
