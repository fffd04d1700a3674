/** The words of Sesamo as records, and what a person is told when something is wrong. */
@NullMarked
package io.sesamo.model;

import org.jspecify.annotations.NullMarked;
