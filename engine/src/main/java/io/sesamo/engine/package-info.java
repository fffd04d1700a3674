/** Runs workflows: takes them in, places their groups, dispatches them, and loses nothing. */
@NullMarked
package io.sesamo.engine;

import org.jspecify.annotations.NullMarked;
