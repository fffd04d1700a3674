/** A strict subset of Jinja for workflow specs: no reflection, no access to Java, bounded work. */
@NullMarked
package io.sesamo.model.template;

import org.jspecify.annotations.NullMarked;
