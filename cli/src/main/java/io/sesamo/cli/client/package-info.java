/** Speaks with the server: requests, answers, and workflows as it describes them. */
@NullMarked
package io.sesamo.cli.client;

import org.jspecify.annotations.NullMarked;
