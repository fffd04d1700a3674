/** The fleet as the operator says it is, and what holds for parts of it just now. */
@NullMarked
package io.sesamo.engine.fleet;

import org.jspecify.annotations.NullMarked;
