/** The {@code sesamo} command: takes a command line apart and hands it to the command it names. */
@NullMarked
package io.sesamo.cli;

import org.jspecify.annotations.NullMarked;
