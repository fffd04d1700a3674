package io.sesamo.engine.view;

import io.sesamo.engine.lifecycle.Priority;
import io.sesamo.model.Resources;
import java.util.Optional;

/**
 * What tasks ask for together.
 *
 * @param workflow of all of them; empty: of several
 * @param pool where they are or were, or must run; empty: anywhere
 */
public record TaskSum(
    String user,
    Optional<String> workflow,
    Optional<String> pool,
    Priority priority,
    Resources asked) {}
