/** The states of workflows, groups and tasks, and the one table of their transitions. */
@NullMarked
package io.sesamo.engine.lifecycle;

import org.jspecify.annotations.NullMarked;
