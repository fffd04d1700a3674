package io.sesamo.cli.command.account;

import io.sesamo.cli.client.ServerException;
import io.sesamo.cli.command.Command;
import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.Specs;
import io.sesamo.cli.login.LoginInfo;
import io.sesamo.cli.login.ProviderLogin;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.ExitCode;
import io.sesamo.cli.remote.NamedServer;
import io.sesamo.cli.remote.SignIn;
import io.sesamo.cli.terminal.Terminal;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Signs in to a server, and stays so until {@code logout}. */
public final class LoginCommand implements Command {

  private static final String BROWSER = "--browser";
  private static final String DEVICE = "--device";
  private static final String DEV = "--dev";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "login",
            "Signs in to a server: by its identity provider, with a browser of this machine or with"
                + " a code for another device, or with an access token, from a file or one that you"
                + " paste. In a terminal it is the browser, where the server has a provider.",
            "sesamo login",
            "sesamo login --device",
            "sesamo login --token-file ada.token",
            "sesamo login --dev ada    # a server with --dev-auth, on this machine");
    spec.addOption(Specs.flag("By the server's provider, with a browser here.", BROWSER));
    spec.addOption(Specs.flag("By the server's provider, with a code for any device.", DEVICE));
    spec.addOption(Secrets.tokenFile());
    spec.addOption(
        Specs.text("NAME", "Only your name, for a server that believes it (--dev-auth).", DEV));
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
    NamedServer signedIn = server.as(signIn(arguments, server, context));
    Me me = Me.of(Optional.of(signedIn), context);
    context.contexts().write(context.contexts().read().with(signedIn));
    me.print(context);
    return ExitCode.DONE;
  }

  /** What is offered as proof. */
  private static SignIn signIn(ParseResult arguments, NamedServer server, Context context) {
    Optional<String> name = Specs.text(arguments, DEV);
    Optional<String> token = Secrets.token(arguments);
    boolean browser = Specs.isSet(arguments, BROWSER);
    boolean device = Specs.isSet(arguments, DEVICE);
    long ways =
        Stream.of(name.isPresent(), token.isPresent(), browser, device).filter(w -> w).count();
    if (ways > 1) {
      throw CliException.wrong("Say one of --browser, --device, --token-file and --dev.");
    }
    if (name.isPresent()) {
      return new SignIn.Name(name.get());
    }
    if (token.isPresent()) {
      return new SignIn.Token(token.get());
    }
    if (browser || device) {
      LoginInfo info = context.session(stranger(server)).ask(api -> LoginInfo.of(api.http()));
      return byProvider(info, device, server, context);
    }
    return Secrets.canBeTyped()
        ? provider(server, context)
            .map(info -> byProvider(info, false, server, context))
            .orElseGet(() -> new SignIn.Token(Secrets.typed()))
        : new SignIn.Token(Secrets.typed());
  }

  private static Optional<NamedServer> stranger(NamedServer server) {
    return Optional.of(server.as(new SignIn.Nobody()));
  }

  /** Empty where the server has none, and says so. */
  private static Optional<LoginInfo> provider(NamedServer server, Context context) {
    return context
        .session(stranger(server))
        .ask(api -> {
          try {
            return Optional.of(LoginInfo.of(api.http()));
          } catch (ServerException none) {
            return Optional.empty();
          }
        });
  }

  private static SignIn byProvider(
      LoginInfo info, boolean device, NamedServer server, Context context) {
    ProviderLogin login = new ProviderLogin(info, server.trust(), context.clock());
    Terminal terminal = context.terminal();
    return new SignIn.Provider(
        device
            ? login.withDevice(code -> {
              terminal.remark("On any device, open  " + code.url());
              terminal.remark("and type             " + code.code());
              code.complete().ifPresent(url -> terminal.remark("or open just         " + url));
            })
            : login.withBrowser(url -> terminal.remark("Open this in a browser here:\n" + url)));
  }
}
