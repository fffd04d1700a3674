/** A fleet and its load on a virtual clock, to judge placement by what it leads to. */
@NullMarked
package io.sesamo.placement.sim;

import org.jspecify.annotations.NullMarked;
