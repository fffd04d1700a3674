package io.sesamo.cli.command.account;

import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.NamedServer;
import io.sesamo.cli.remote.SignIn;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Signs in to a server, and stays so until {@code logout}. */
public final class LoginCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "login",
            "Signs in to a server with an access token: one from a file, or one that you paste.",
            "sesamo login --token-file ada.token",
            "sesamo login --dev ada    # a server with --dev-auth, on this machine");
    spec.addOption(Secrets.tokenFile());
    spec.addOption(
        Specs.text("NAME", "Only your name, for a server that believes it (--dev-auth).", "--dev"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Context context) {
    NamedServer server =
        context
            .remote()
            .orElseThrow(() ->
                CliException.refused(
                    "The server of this machine knows you by its home, without signing in. For"
                        + " another one: sesamo context add NAME URL, then sesamo login."));
    NamedServer signedIn = server.as(signIn(arguments));
    Me me = Me.of(Optional.of(signedIn), context);
    context.contexts().write(context.contexts().read().with(signedIn));
    me.print(context);
    return ExitCode.DONE;
  }

  /** What is offered as proof. */
  private static SignIn signIn(ParseResult arguments) {
    Optional<String> name = Specs.text(arguments, "--dev");
    Optional<String> token = Secrets.token(arguments);
    if (name.isPresent() && token.isPresent()) {
      throw CliException.wrong("Say either --token-file or --dev.");
    }
    if (name.isPresent()) {
      return new SignIn.Name(name.get());
    }
    return new SignIn.Token(token.orElseGet(Secrets::typed));
  }
}
