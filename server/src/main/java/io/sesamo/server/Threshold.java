package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.network.Front;
import io.sesamo.server.network.Network;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may speak to the server at all. Loopback ports are open to every page in the browsers of the
 * machine's users, and a name that a page is from may be made to lead here; so a request must be
 * meant for this server by name, and no page of another origin may have sent it.
 */
record Threshold(Network network) {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final int HTTPS = 443;

  /** Whether it came by the interface for commands of this machine. */
  boolean local(Context context) {
    return context.req().getLocalPort() == network.localPort();
  }

  /**
   * The address that it came from, as far as it can be known; that of a proxy where it says none.
   */
  String caller(Context context) {
    String direct = context.req().getRemoteAddr();
    if (local(context) || network.front().filter(Front::behindProxy).isEmpty()) {
      return direct;
    }
    // Whoever calls can write what he likes before what the proxy adds.
    String said = Optional.ofNullable(context.header("X-Forwarded-For")).orElse("");
    String last = said.substring(said.lastIndexOf(',') + 1).strip();
    return last.isEmpty() ? direct : last;
  }

  /**
   * Refuses what is meant for another host, or was sent by a web page of another origin. Holds for
   * WebSockets too, which browsers open to any host.
   *
   * @throws ApiException 403
   */
  void keepStrangersOut(Context context) {
    boolean local = local(context);
    String host = host(Optional.ofNullable(context.header("Host")).orElse(""));
    if (local && !LOOPBACK.contains(host)) {
      throw refused("This address is for commands of this machine only.");
    }
    if (!local && !host.equals(host(url().getAuthority()))) {
      throw refused(
          "This server is called by another name. Its operator says which, with --url; a proxy in"
              + " front of it must pass on the header Host.");
    }
    Optional<String> origin = Optional.ofNullable(context.header("Origin"));
    if (origin.isPresent() ? !ours(origin.get(), local) : foreignPage(context)) {
      throw refused("This server does not answer to web pages of other origins.");
    }
  }

  private URI url() {
    return URI.create(network.url());
  }

  private boolean ours(String origin, boolean local) {
    URI uri;
    try {
      uri = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (uri.getHost() == null) {
      return false;
    }
    if (local) {
      return "http".equals(uri.getScheme())
          && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT))
          && uri.getPort() == network.localPort();
    }
    return "https".equals(uri.getScheme())
        && uri.getHost().equalsIgnoreCase(url().getHost())
        && port(uri) == port(url());
  }

  private static int port(URI uri) {
    return uri.getPort() < 0 ? HTTPS : uri.getPort();
  }

  /** Following a link is no harm: nothing of who follows it comes with it. */
  private static boolean foreignPage(Context context) {
    String site = Optional.ofNullable(context.header("Sec-Fetch-Site")).orElse("none");
    boolean link =
        "navigate".equals(context.header("Sec-Fetch-Mode"))
            && "document".equals(context.header("Sec-Fetch-Dest"))
            && context.req().getMethod().equals("GET");
    return (site.equals("cross-site") || site.equals("same-site")) && !link;
  }

  private static String host(String authority) {
    return authority.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
  }

  private static ApiException refused(String why) {
    return new ApiException(403, "USER", why);
  }
}
