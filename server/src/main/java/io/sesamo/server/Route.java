package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.Gate.Principal;

/**
 * One entry of the server's API.
 *
 * @param path with {@code {name}} for what varies
 */
record Route(Verb verb, String path, Purpose purpose, Answer answer) {

  /** HTTP methods in use. */
  enum Verb {
    GET,
    POST,
    PUT,
    DELETE
  }

  /** Who a route is for. */
  enum Purpose {
    /** For users and programs that know the secret. */
    USE,
    /** As {@link #USE}, but a server that is only watched counts as idle. */
    WATCH,
    /** As {@link #WATCH}, and open to probes, which know no secret. */
    PROBE
  }

  /** What a route does. */
  interface Answer {
    /**
     * The value to send as JSON; {@link Special#SENT} when the route has written its answer itself.
     */
    Object to(Context context, Principal principal) throws Exception;
  }

  /** Answers that are no JSON value. */
  enum Special {
    /** The route has written its answer already. */
    SENT,
    /** JSON's null. */
    NOTHING
  }

  static Route get(String path, Answer answer) {
    return new Route(Verb.GET, path, Purpose.USE, answer);
  }

  static Route watch(String path, Answer answer) {
    return new Route(Verb.GET, path, Purpose.WATCH, answer);
  }

  static Route probe(String path, Answer answer) {
    return new Route(Verb.GET, path, Purpose.PROBE, answer);
  }

  static Route put(String path, Answer answer) {
    return new Route(Verb.PUT, path, Purpose.USE, answer);
  }

  static Route delete(String path, Answer answer) {
    return new Route(Verb.DELETE, path, Purpose.USE, answer);
  }

  static Route post(String path, Answer answer) {
    return new Route(Verb.POST, path, Purpose.USE, answer);
  }
}
