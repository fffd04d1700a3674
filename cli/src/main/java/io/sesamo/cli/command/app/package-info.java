/** Commands about apps: workflows that a server keeps under a name, with versions. */
@NullMarked
package io.sesamo.cli.command.app;

import org.jspecify.annotations.NullMarked;
