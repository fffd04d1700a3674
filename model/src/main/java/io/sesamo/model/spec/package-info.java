/** The workflow spec: NVIDIA OSMO's YAML format, read into records, checked, and written back. */
@NullMarked
package io.sesamo.model.spec;

import org.jspecify.annotations.NullMarked;
