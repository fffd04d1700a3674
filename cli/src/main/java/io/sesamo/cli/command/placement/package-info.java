/** Commands about where work goes, why, and what it took. */
@NullMarked
package io.sesamo.cli.command.placement;

import org.jspecify.annotations.NullMarked;
