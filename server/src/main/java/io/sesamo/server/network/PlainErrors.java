package io.sesamo.server.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Errors that come before any route, such as malformed HTTP: a sentence, and nothing from within.
 */
public final class PlainErrors extends ErrorHandler {

  private final Envelope envelope;

  /** {@code envelope}: what other answers carry too. */
  public PlainErrors(Envelope envelope) {
    this.envelope = envelope;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    HttpFields.Mutable headers = response.getHeaders();
    envelope.write(headers, Envelope.idOf(request));
    headers.put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, body(status), callback);
    return true;
  }

  @Override
  @SuppressWarnings("removal") // what replaces it is not called for malformed requests
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable headers) {
    headers.put(HttpHeader.CONTENT_TYPE, "application/json");
    return body(status);
  }

  private static ByteBuffer body(int status) {
    String words = HttpStatus.getMessage(status);
    String text =
        "{\"message\":\"The server cannot answer this request: "
            + words
            + ".\",\"error_code\":\"USER\",\"workflow_id\":null}";
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
