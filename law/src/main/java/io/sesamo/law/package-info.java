/** Says whether work may be done: rules as data, facts, and the verdict with its reasons. */
@NullMarked
package io.sesamo.law;

import org.jspecify.annotations.NullMarked;
