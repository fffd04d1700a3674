/** Builds JSON Schemas, for the files that people write. */
@NullMarked
package io.sesamo.model.schema;

import org.jspecify.annotations.NullMarked;
