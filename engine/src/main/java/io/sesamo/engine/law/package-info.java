/** The law applied to workflows: verdicts on places, decisions of people, the audit log. */
@NullMarked
package io.sesamo.engine.law;

import org.jspecify.annotations.NullMarked;
