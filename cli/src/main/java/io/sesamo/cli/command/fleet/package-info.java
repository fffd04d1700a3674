/** {@code sesamo fleet}: a fleet's file, read here, and the fleet of a running server. */
@NullMarked
package io.sesamo.cli.command.fleet;

import org.jspecify.annotations.NullMarked;
