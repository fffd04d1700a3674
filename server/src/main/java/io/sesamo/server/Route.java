package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.Gate.Principal;

/**
 * One entry of the server's API.
 *
 * @param path with {@code {name}} for what varies; {@code /workflow/{id}} is a workflow of the
 *     caller's tenant, or there is none
 * @param action what it does, and with that who may
 */
record Route(Verb verb, String path, Action action, Attention attention, Answer answer) {

  /** HTTP methods in use. */
  enum Verb {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /** Whether a call means that somebody needs the server. */
  enum Attention {
    /** It does. */
    USE,
    /** It does not: a server that is only watched counts as idle. */
    WATCH
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

  static Route get(String path, Action action, Answer answer) {
    return new Route(Verb.GET, path, action, Attention.USE, answer);
  }

  static Route watch(String path, Action action, Answer answer) {
    return new Route(Verb.GET, path, action, Attention.WATCH, answer);
  }

  static Route put(String path, Action action, Answer answer) {
    return new Route(Verb.PUT, path, action, Attention.USE, answer);
  }

  static Route patch(String path, Action action, Answer answer) {
    return new Route(Verb.PATCH, path, action, Attention.USE, answer);
  }

  static Route delete(String path, Action action, Answer answer) {
    return new Route(Verb.DELETE, path, action, Attention.USE, answer);
  }

  static Route post(String path, Action action, Answer answer) {
    return new Route(Verb.POST, path, action, Attention.USE, answer);
  }

  /** Whether it is about one workflow, named {@code id} in its path. */
  boolean ofWorkflow() {
    return path.contains("/workflow/{id}");
  }
}
