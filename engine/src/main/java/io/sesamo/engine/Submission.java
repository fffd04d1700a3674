package io.sesamo.engine;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.engine.view.Ancestry;
import io.sesamo.engine.view.TenantScope;
import io.sesamo.model.spec.SpecSource;
import java.util.Optional;

/**
 * A workflow that someone hands in.
 *
 * @param user who hands it in
 * @param pool where it shall run; empty: where it runs best
 * @param source the spec, with its settings
 * @param template the text before the client rendered it; empty when {@code source} is the original
 * @param ancestry what it was made of
 * @param scope the tenant for whom it runs unless its spec names one, and those that it may name
 */
public record Submission(
    String user,
    Optional<String> pool,
    SpecSource source,
    Optional<String> template,
    Priority priority,
    Ancestry ancestry,
    TenantScope scope) {

  /** A workflow that the operator hands in, who works for whom he likes. */
  public Submission(
      String user,
      Optional<String> pool,
      SpecSource source,
      Optional<String> template,
      Priority priority) {
    this(user, pool, source, template, priority, Ancestry.NONE, TenantScope.ALL);
  }
}
