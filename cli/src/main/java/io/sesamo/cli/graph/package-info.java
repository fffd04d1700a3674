/** Draws which groups of a workflow wait for which. */
@NullMarked
package io.sesamo.cli.graph;

import org.jspecify.annotations.NullMarked;
