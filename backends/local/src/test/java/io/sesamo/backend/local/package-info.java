/** Tests of the local pool with real processes and real sandboxes. */
@NullMarked
package io.sesamo.backend.local;

import org.jspecify.annotations.NullMarked;
