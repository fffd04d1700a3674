package io.sesamo.engine;

import io.sesamo.model.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The engine refuses what it was asked; the message is for people. */
public final class EngineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of refusal it is; but for the last, error codes of NVIDIA OSMO's API. */
  public enum Code {
    /** The spec is wrong. */
    USAGE,
    /** No pool can hold, or may run, what the spec asks for. */
    RESOURCE,
    /** A credential is missing. */
    CREDENTIAL,
    /** Something the user named does not exist, or he may not do that. */
    USER,
    /** There is no such workflow, task, clearance or part of the fleet. */
    DATABASE,
    /** A workflow cannot be handed in again. */
    SUBMISSION,
    /** The engine stops, or begins anew: it may be asked again in some seconds. */
    UNAVAILABLE
  }

  private final Code code;
  private final transient List<Problem> problems;

  public EngineException(Code code, String message) {
    super(message);
    this.code = code;
    this.problems = List.of();
  }

  /** A refused spec, with every problem that was found. */
  public EngineException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.code = Code.USAGE;
    this.problems = List.copyOf(problems);
  }

  /** There is no workflow of that id. */
  public static EngineException noWorkflow(String id) {
    return new EngineException(Code.DATABASE, "Workflow " + id + " is not found.");
  }

  public Code code() {
    return code;
  }

  /** The problems of a refused spec; empty for other refusals. */
  public List<Problem> problems() {
    return problems;
  }
}
