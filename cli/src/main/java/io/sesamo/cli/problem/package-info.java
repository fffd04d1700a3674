/** What a person is told when a command cannot do what was asked. */
@NullMarked
package io.sesamo.cli.problem;

import org.jspecify.annotations.NullMarked;
