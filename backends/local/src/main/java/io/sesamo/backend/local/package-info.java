/** Runs the tasks of a pool that is this one machine, each in a sandbox and under a supervisor. */
@NullMarked
package io.sesamo.backend.local;

import org.jspecify.annotations.NullMarked;
