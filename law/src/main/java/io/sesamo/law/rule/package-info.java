/** Rules as data: reading and checking them. */
@NullMarked
package io.sesamo.law.rule;

import org.jspecify.annotations.NullMarked;
