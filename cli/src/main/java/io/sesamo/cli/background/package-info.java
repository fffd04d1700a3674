/** Finds the server of a home folder, and starts one in the background when none runs. */
@NullMarked
package io.sesamo.cli.background;

import org.jspecify.annotations.NullMarked;
