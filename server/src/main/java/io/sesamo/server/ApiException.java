package io.sesamo.server;

import io.sesamo.engine.EngineException;
import io.sesamo.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request is refused; becomes the error body that OSMO's client knows. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** So long an engine takes to begin anew. */
  private static final Duration A_NEW_BEGINNING = Duration.ofSeconds(5);

  private final int status;
  private final String code;
  private final transient List<String> problems;
  private transient Optional<Duration> wait = Optional.empty();
  private transient Optional<String> workflow = Optional.empty();

  ApiException(int status, String code, String message) {
    this(status, code, message, List.of());
  }

  private ApiException(int status, String code, String message, List<String> problems) {
    super(message);
    this.status = status;
    this.code = code;
    this.problems = problems;
  }

  /** Something the user named or asked for is wrong. */
  static ApiException user(String message) {
    return new ApiException(400, "USER", message);
  }

  /** A value of the query or the body is of the wrong kind, as FastAPI answers it. */
  static ApiException invalid(String place, String name, String message) {
    return new ApiException(422, place + "." + name, message);
  }

  static ApiException of(EngineException refused) {
    if (refused.code() == EngineException.Code.UNAVAILABLE) {
      return new ApiException(503, "USER", String.valueOf(refused.getMessage()))
          .after(A_NEW_BEGINNING);
    }
    return new ApiException(
        400,
        refused.code().name(),
        String.valueOf(refused.getMessage()),
        refused.problems().stream().map(Problem::toString).toList());
  }

  /** The same, with the time after which the request may be tried again. */
  ApiException after(Duration time) {
    wait = Optional.of(time);
    return this;
  }

  /** After which time the request may be tried again, in whole seconds; empty: it makes no odds. */
  Optional<Duration> tryAgainAfter() {
    return wait;
  }

  /**
   * The same, with the workflow that it is about.
   *
   * @param id or the name that it would have had; empty: it has none
   */
  ApiException about(String id) {
    workflow = Optional.of(id).filter(name -> !name.isEmpty());
    return this;
  }

  /** The workflow that it is about, where the client is to be told. */
  Optional<String> workflow() {
    return workflow;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  List<String> problems() {
    return problems;
  }
}
