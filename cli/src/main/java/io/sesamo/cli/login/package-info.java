/** Signing in by an OpenID Connect provider: with a browser, with a code for another device. */
@NullMarked
package io.sesamo.cli.login;

import org.jspecify.annotations.NullMarked;
