/** The conditions of rules: checked as CEL, and evaluated with facts that may be missing. */
@NullMarked
package io.sesamo.law.condition;

import org.jspecify.annotations.NullMarked;
