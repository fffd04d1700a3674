package io.sesamo.cli.command.account;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.Authority;
import io.sesamo.cli.remote.Contexts.Content;
import io.sesamo.cli.remote.NamedServer;
import io.sesamo.cli.remote.SignIn;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Gives a server a name. */
final class ContextAddCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.offline(
            "add",
            "Gives a server a name, or a name another server, and makes it the current one.",
            "sesamo context add team https://sesamo.example.org",
            "sesamo context add lab https://10.0.0.7:8443 --ca lab-authority.pem");
    spec.addPositional(Specs.parameter("NAME URL", "2..*", "The name, and where the server is."));
    spec.addOption(Secrets.tokenFile());
    spec.addOption(
        Specs.text(
            "FILE",
            "Certificates of the private authority that vouches for the server, in PEM.",
            "--ca"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    List<String> given = Specs.parameters(arguments);
    if (given.size() > 2) {
      throw CliException.wrong("'" + given.get(2) + "' is one word too many after the URL.");
    }
    Optional<Path> authority = Specs.text(arguments, "--ca").map(ContextAddCommand::path);
    authority.ifPresent(Authority::trust);
    Optional<SignIn> signIn = Secrets.token(arguments).map(SignIn.Token::new);
    NamedServer server =
        NamedServer.of(given.getFirst(), given.get(1), authority)
            .as(signIn.orElseGet(SignIn.Nobody::new));
    Content content = context.contexts().read().with(server).use(server.name());
    context.contexts().write(content);
    if (context.json()) {
      context.printJson(ContextView.facts(server, content));
    } else {
      context
          .terminal()
          .print(
              "Commands now go to "
                  + server.name()
                  + " ("
                  + server.url()
                  + ")."
                  + (signIn.isPresent() ? "" : " Sign in: sesamo login"));
    }
    return ExitCode.DONE;
  }

  private static Path path(String name) {
    try {
      return Path.of(name).toAbsolutePath().normalize();
    } catch (InvalidPathException notOne) {
      throw CliException.wrong("'" + name + "' is not the name of a file.");
    }
  }
}
