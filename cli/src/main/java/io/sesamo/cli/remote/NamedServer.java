package io.sesamo.cli.remote;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.login.ProviderLogin;
import io.sesamo.cli.problem.CliException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * A server by the name that a person has given it: what commands call a context.
 *
 * @param url without a slash at the end
 * @param authority file with the certificates of a private authority (PEM), whose servers are
 *     believed instead of those of the authorities that the Java machine knows
 */
public record NamedServer(String name, String url, Optional<Path> authority, SignIn signIn) {

  /** The server of this machine, which no file names. */
  public static final String LOCAL = "local";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** One that nobody is signed in to. */
  public static NamedServer of(String name, String url, Optional<Path> authority) {
    return new NamedServer(checkedName(name), checkedUrl(url), authority, new SignIn.Nobody());
  }

  /** The same, as somebody else. */
  public NamedServer as(SignIn other) {
    return new NamedServer(name, url, authority, other);
  }

  /** Requests to it, as whoever is signed in. */
  public Http http() {
    return new Http(url, signIn.identity(), trust());
  }

  /** Whose certificates are believed; empty: those that the Java machine believes. */
  public Optional<SSLContext> trust() {
    return authority.map(Authority::trust);
  }

  /**
   * The same, with tokens of its provider that are good for some while yet; the same object where
   * they are, or where he is not signed in by a provider.
   */
  public NamedServer renewed(Instant now) {
    return signIn instanceof SignIn.Provider given && given.tokens().stale(now)
        ? as(new SignIn.Provider(ProviderLogin.renew(given.tokens(), trust())))
        : this;
  }

  private static String checkedName(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw CliException.wrong(
          "A context's name has letters, digits, and . _ - between them, not '" + name + "'.");
    }
    if (name.equals(LOCAL)) {
      throw CliException.wrong(
          "The context local is always there: it is the server of this machine. Take another"
              + " name.");
    }
    return name;
  }

  /** Tokens go to a server in clear only where nobody else can listen. */
  private static String checkedUrl(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException notOne) {
      throw notAnAddress(text);
    }
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
    boolean plain =
        uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
    if (host.isEmpty() || !plain || !(scheme.equals("https") || scheme.equals("http"))) {
      throw notAnAddress(text);
    }
    if (scheme.equals("http") && !LOOPBACK.contains(host)) {
      throw CliException.wrong(
          "http://"
              + host
              + " would send your token in clear through the network. Take https://, or http:// for"
              + " a server of this machine.");
    }
    return text.replaceFirst("/+$", "");
  }

  private static CliException notAnAddress(String text) {
    return CliException.wrong(
        "'" + text + "' is not a server's address, such as https://sesamo.example.org.");
  }
}
