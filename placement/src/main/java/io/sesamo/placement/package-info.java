/** Decides where the groups of the queue run: a pure function of queue, fleet state and time. */
@NullMarked
package io.sesamo.placement;

import org.jspecify.annotations.NullMarked;
