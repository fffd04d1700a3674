/** Finds out what this machine has and what is missing. */
@NullMarked
package io.sesamo.cli.doctor;

import org.jspecify.annotations.NullMarked;
