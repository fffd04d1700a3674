@NullMarked
package io.sesamo.law;

import org.jspecify.annotations.NullMarked;
