/** The product as a user meets it: the launcher, a real server, real PostgreSQL, real tasks. */
@NullMarked
package io.sesamo.cli.endtoend;

import org.jspecify.annotations.NullMarked;
