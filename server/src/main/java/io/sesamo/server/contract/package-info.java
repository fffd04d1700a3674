/** What a route takes and gives, as data: it is checked by it, and published as OpenAPI. */
@NullMarked
package io.sesamo.server.contract;

import org.jspecify.annotations.NullMarked;
