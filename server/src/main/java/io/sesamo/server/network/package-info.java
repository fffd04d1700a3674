/** How a server listens: addresses, TLS, limits of connections, and what every answer carries. */
@NullMarked
package io.sesamo.server.network;

import org.jspecify.annotations.NullMarked;
