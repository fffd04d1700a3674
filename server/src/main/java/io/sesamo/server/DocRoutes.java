package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.contract.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The description of the API, for programs and for people. It is open to all: it says nothing of
 * this server that the program's source does not, and a browser has no token to send.
 */
final class DocRoutes {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

  private final List<Route> all;
  private final String document;

  /**
   * Describes a table of routes, and its own beside them.
   *
   * @param others the table
   */
  DocRoutes(List<Route> others) {
    List<Route> routes = new ArrayList<>(others);
    routes.addAll(own());
    this.all = List.copyOf(routes);
    this.document = Wire.json(OpenApi.of(all));
  }

  /** The table with its own. */
  List<Route> withOwn() {
    return all;
  }

  private List<Route> own() {
    return List.of(
        Route.get("/openapi.json", Action.SYSTEM_VERSION, (c, p) -> document(c))
            .says("Describes the API as an OpenAPI document.")
            .gives(Schema.byName(Schema.any())),
        page("/docs", "page.html", "text/html", "Shows the API to people."),
        page("/docs/page.js", "page.js", "text/javascript", "Draws the page that shows the API."),
        page("/docs/page.css", "page.css", "text/css", "Styles the page that shows the API."));
  }

  private Object document(Context context) {
    context.contentType("application/json");
    context.result(document);
    return Route.Special.SENT;
  }

  private static Route page(String path, String file, String type, String words) {
    String text = read(file);
    Route.Answer answer =
        (context, principal) -> {
          context.contentType(type + "; charset=utf-8");
          context.header("Content-Security-Policy", POLICY);
          context.header("X-Content-Type-Options", "nosniff");
          context.result(text);
          return Route.Special.SENT;
        };
    return Route.get(path, Action.SYSTEM_VERSION, answer).says(words).givesText(type, "The file.");
  }

  private static String read(String file) {
    try (InputStream in =
        Objects.requireNonNull(DocRoutes.class.getResourceAsStream("docs/" + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
