/** Compares how specs are read with the answers that another service gave to them. */
@NullMarked
package io.sesamo.cli.conformance;

import org.jspecify.annotations.NullMarked;
