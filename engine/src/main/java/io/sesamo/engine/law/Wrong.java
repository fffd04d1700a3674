package io.sesamo.engine.law;

import io.sesamo.engine.EngineException;

/** What is wrong with a request, by its field. */
final class Wrong {

  private Wrong() {}

  static EngineException field(String field, String words) {
    return new EngineException(EngineException.Code.USAGE, field + ": " + words + ".");
  }
}
