/** {@code sesamo law}: verdicts, with their reasons, as tables and as pictures. */
@NullMarked
package io.sesamo.cli.command.law;

import org.jspecify.annotations.NullMarked;
