/** Chooses node and accelerators within a pool so that little of the pool gets stranded. */
@NullMarked
package io.sesamo.placement.packing;

import org.jspecify.annotations.NullMarked;
