/** A PostgreSQL of Sesamo's own, started and stopped with the server. */
@NullMarked
package io.sesamo.engine.postgres;

import org.jspecify.annotations.NullMarked;
