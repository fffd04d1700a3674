@NullMarked
package io.sesamo.law.rule;

import org.jspecify.annotations.NullMarked;
