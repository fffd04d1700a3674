/** The commands, one class each. */
@NullMarked
package io.sesamo.cli.command;

import org.jspecify.annotations.NullMarked;
