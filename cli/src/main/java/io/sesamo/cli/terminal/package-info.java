/** How things look to a person: tables, trees, times, sizes, colours. */
@NullMarked
package io.sesamo.cli.terminal;

import org.jspecify.annotations.NullMarked;
