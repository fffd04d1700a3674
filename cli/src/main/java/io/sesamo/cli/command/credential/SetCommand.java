package io.sesamo.cli.command.credential;

import io.sesamo.cli.client.CredentialApi;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Keeps a credential. */
final class SetCommand implements Command {

  /** What a credential is for. */
  enum Type {
    GENERIC,
    REGISTRY,
    DATA;

    /** The value that such a one must have, and that is asked for where it is not given. */
    Optional<String> secret() {
      return switch (this) {
        case GENERIC -> Optional.empty();
        case REGISTRY -> Optional.of("auth");
        case DATA -> Optional.of("access_key");
      };
    }
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "set",
            "Keeps a credential, in the place of an earlier one of that name. Values come from"
                + " the keyboard, a file or standard input, never from the command line, which"
                + " everybody on a machine can read.",
            "sesamo credential set wandb --value api_key",
            "pass show wandb | sesamo credential set wandb --value api_key=-",
            "sesamo credential set ssh --from-file ~/.ssh/id_ed25519",
            "sesamo credential set images --type registry --field registry=nvcr.io"
                + " --field username='$oauthtoken'");
    spec.addPositional(Specs.parameter("NAME", "1", "How specs name it."));
    spec.addOption(
        Specs.texts(
            "KEY",
            "Asks for the value of a key; KEY=- reads it from standard input, without its last"
                + " line end.",
            "--value"));
    spec.addOption(
        Specs.texts(
            "[KEY=]FILE",
            "Takes a file's text for a value, as it is; its key is the file's name if none is"
                + " given.",
            "--from-file"));
    spec.addOption(
        Specs.texts(
            "KEY=TEXT",
            "What is no secret of a registry (registry, username) or a data store (endpoint,"
                + " region, override_url, addressing_style, access_key_id).",
            "--field"));
    spec.addOption(
        OptionSpec.builder("--type")
            .paramLabel("generic|registry|data")
            .type(Type.class)
            .initialValue(Type.GENERIC)
            .description("What it is for (generic).")
            .build());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    String name = Specs.parameter(arguments).orElse("");
    Type type = arguments.matchedOptionValue("--type", Type.GENERIC);
    Map<String, String> values = new LinkedHashMap<>();
    Values reading = new Values(name, context.terminal());
    if (type != Type.GENERIC) {
      values.putAll(Values.fields(Specs.texts(arguments, "--field")));
    } else if (Specs.isSet(arguments, "--field")) {
      throw CliException.wrong(
          "--field is for --type registry and data. Values are secrets: use --value or"
              + " --from-file.");
    }
    values.putAll(reading.ofFiles(Specs.texts(arguments, "--from-file")));
    values.putAll(reading.of(Specs.texts(arguments, "--value")));
    type.secret()
        .filter(secret -> !values.containsKey(secret))
        .ifPresent(secret -> values.put(secret, reading.ask(secret)));
    if (values.isEmpty()) {
      throw CliException.wrong(
          "Say what to keep: --value KEY asks for it, --from-file FILE takes a file's text.");
    }
    String word = type.name().toLowerCase(Locale.ROOT);
    Map<String, ?> body =
        Map.of(word + "_credential", type == Type.GENERIC ? Map.of("credential", values) : values);
    context
        .session()
        .ask(
            api -> {
              new CredentialApi(api.http()).set(name, body);
              return name;
            },
            "The server refuses the credential.");
    if (context.json()) {
      context.printJson(Map.of("name", name, "type", word, "keys", values.keySet()));
      return ExitCode.DONE;
    }
    context
        .terminal()
        .print(
            new Line()
                .add("Set ", Style.GOOD)
                .add(name, Style.STRONG)
                .add(", with " + String.join(", ", values.keySet()) + "."));
    return ExitCode.DONE;
  }
}
