/** The PostgreSQL store: state, events and effects of all workflows. */
@NullMarked
package io.sesamo.engine.store;

import org.jspecify.annotations.NullMarked;
