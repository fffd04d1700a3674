/** Servers that a person has given names to: where they are, and as whom he is signed in there. */
@NullMarked
package io.sesamo.cli.remote;

import org.jspecify.annotations.NullMarked;
