@NullMarked
package io.sesamo.model.fleet;

import org.jspecify.annotations.NullMarked;
