package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.Gate.Principal;
import io.sesamo.server.contract.Contract;
import io.sesamo.server.contract.Contract.Body;
import io.sesamo.server.contract.Contract.Media;
import io.sesamo.server.contract.Param;
import io.sesamo.server.contract.Schema;
import java.util.List;

/**
 * One entry of the server's API.
 *
 * @param path with {@code {name}} for what varies; {@code /workflow/{id}} is a workflow of the
 *     caller's tenant, or there is none
 * @param action what it does, and with that who may
 * @param contract what it takes and gives: requests are checked by it before {@code answer} sees
 *     them, and the API's description is made from it
 */
record Route(
    Verb verb, String path, Action action, Attention attention, Answer answer, Contract contract) {

  /** The attribute of a request that holds its route. */
  static final String ATTRIBUTE = "sesamo.route";

  /** The attribute of a request that holds the id of the workflow that it is about. */
  static final String WORKFLOW = "sesamo.workflow";

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
    return new Route(Verb.GET, path, action, Attention.USE, answer, Contract.NONE);
  }

  static Route watch(String path, Action action, Answer answer) {
    return new Route(Verb.GET, path, action, Attention.WATCH, answer, Contract.NONE);
  }

  static Route put(String path, Action action, Answer answer) {
    return new Route(Verb.PUT, path, action, Attention.USE, answer, Contract.NONE);
  }

  static Route patch(String path, Action action, Answer answer) {
    return new Route(Verb.PATCH, path, action, Attention.USE, answer, Contract.NONE);
  }

  static Route delete(String path, Action action, Answer answer) {
    return new Route(Verb.DELETE, path, action, Attention.USE, answer, Contract.NONE);
  }

  static Route post(String path, Action action, Answer answer) {
    return new Route(Verb.POST, path, action, Attention.USE, answer, Contract.NONE);
  }

  /** What it is for, in a sentence or more. */
  Route says(String words) {
    return with(contract.says(words));
  }

  /** The shape of a name in its path. */
  Route inPath(String name, Schema schema) {
    return with(contract.path(name, schema));
  }

  /** Parameters that it reads. */
  Route query(Param... params) {
    return with(contract.query(List.of(params)));
  }

  /** Parameters that it reads. */
  Route query(List<Param> params) {
    return with(contract.query(params));
  }

  /** The JSON that it must be sent. */
  Route body(Schema schema) {
    return with(contract.body(new Body(new Media(Contract.JSON, schema), true)));
  }

  /** The JSON that it may be sent. */
  Route maybeBody(Schema schema) {
    return with(contract.body(new Body(new Media(Contract.JSON, schema), false)));
  }

  /** The YAML that it must be sent. */
  Route yaml(String words) {
    return with(contract.body(new Body(new Media(Contract.YAML, Schema.text().says(words)), true)));
  }

  /** The JSON that it answers. */
  Route gives(Schema schema) {
    return gives(200, schema);
  }

  /** The JSON that it answers with a status. */
  Route gives(int status, Schema schema) {
    return with(contract.gives(status, new Media(Contract.JSON, schema)));
  }

  /** That it may refuse with a status that not every route may. */
  Route refuses(int status) {
    return gives(status, OpenApi.REFUSED);
  }

  /** The text that it answers. */
  Route givesText(String type, String words) {
    return with(contract.gives(200, new Media(type, Schema.text().says(words))));
  }

  private Route with(Contract more) {
    return new Route(verb, path, action, attention, answer, more);
  }

  /** The id of the workflow that a request is about. */
  static String workflow(Context context) {
    String id = context.attribute(WORKFLOW);
    return id == null ? context.pathParam("id") : id;
  }

  /** Whether it is about one workflow, named {@code id} in its path. */
  boolean ofWorkflow() {
    return path.contains("/workflow/{id}");
  }
}
