/** People whom an OpenID Connect provider vouches for: its addresses, its keys, and its tokens. */
@NullMarked
package io.sesamo.server.oidc;

import org.jspecify.annotations.NullMarked;
