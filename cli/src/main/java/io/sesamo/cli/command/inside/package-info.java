/** The commands that go inside a running task. */
@NullMarked
package io.sesamo.cli.command.inside;

import org.jspecify.annotations.NullMarked;
