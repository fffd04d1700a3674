/** Keeps what people's tasks must know and nobody else may: encrypted, and given out at launch. */
@NullMarked
package io.sesamo.engine.credentials;

import org.jspecify.annotations.NullMarked;
