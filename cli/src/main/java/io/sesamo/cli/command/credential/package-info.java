/** The commands about credentials. */
@NullMarked
package io.sesamo.cli.command.credential;

import org.jspecify.annotations.NullMarked;
