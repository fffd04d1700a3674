/** What the engine asks of a place that runs tasks. */
@NullMarked
package io.sesamo.engine.backend;

import org.jspecify.annotations.NullMarked;
