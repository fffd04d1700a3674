/** What an operator says of his fleet: who runs which sites, with which pools, for whom. */
@NullMarked
package io.sesamo.model.fleet;

import org.jspecify.annotations.NullMarked;
