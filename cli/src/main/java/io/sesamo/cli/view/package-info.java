/** Workflows as lines of text. */
@NullMarked
package io.sesamo.cli.view;

import org.jspecify.annotations.NullMarked;
