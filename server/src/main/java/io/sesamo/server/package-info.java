/** The server: NVIDIA OSMO's REST API and Sesamo's own beside it, for one home. */
@NullMarked
package io.sesamo.server;

import org.jspecify.annotations.NullMarked;
