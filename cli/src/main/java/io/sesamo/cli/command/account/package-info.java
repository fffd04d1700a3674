/** Commands about servers, about who somebody is to them, and about other people. */
@NullMarked
package io.sesamo.cli.command.account;

import org.jspecify.annotations.NullMarked;
