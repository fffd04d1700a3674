package io.sesamo.server.network;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What every answer carries: the id under which the log speaks of the request, and what keeps
 * browsers from running, framing or keeping answers.
 */
public final class Envelope extends Handler.Wrapper {

  /** The request's attribute, and the header without its name's prefix. */
  public static final String ID = "sesamo.request";

  private static final String ID_HEADER = "X-Request-Id";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final boolean secure;

  /** {@code secure}: whether people call the server by https alone. */
  public Envelope(Network network) {
    this.secure = network.front().isPresent();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String id = idOf(request);
    request.setAttribute(ID, id);
    write(response.getHeaders(), id);
    return super.handle(request, response, callback);
  }

  /** The id that the caller gave it, or has it by now, or a new one. */
  static String idOf(Request request) {
    return Optional.ofNullable(request.getAttribute(ID))
        .map(Object::toString)
        .or(() -> Optional.ofNullable(request.getHeaders().get(ID_HEADER)))
        .filter(given -> SANE.matcher(given).matches())
        .orElseGet(Envelope::fresh);
  }

  private static String fresh() {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  void write(HttpFields.Mutable headers, String id) {
    headers.put(ID_HEADER, id);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cache-Control", "no-store");
    if (secure) {
      headers.put("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
