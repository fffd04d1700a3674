@NullMarked
package io.sesamo.law.condition;

import org.jspecify.annotations.NullMarked;
