/** Task outputs as checksummed manifests in a content-addressed object store. */
@NullMarked
package io.sesamo.engine.data;

import org.jspecify.annotations.NullMarked;
