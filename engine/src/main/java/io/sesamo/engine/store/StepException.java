package io.sesamo.engine.store;

/**
 * The database refused a step, or nobody knows whether it took it. To try the same step again would
 * be refused again, or might write it twice: what is stored is to be read anew.
 */
public final class StepException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StepException(String message, Throwable cause) {
    super(message, cause);
  }
}
