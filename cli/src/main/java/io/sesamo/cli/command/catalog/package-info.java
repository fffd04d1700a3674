/** {@code sesamo catalog}: a class for each of its commands. */
@NullMarked
package io.sesamo.cli.command.catalog;

import org.jspecify.annotations.NullMarked;
