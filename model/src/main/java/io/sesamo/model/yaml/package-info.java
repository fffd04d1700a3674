/** YAML 1.1 as Python's safe loader reads it, with the place of every value. */
@NullMarked
package io.sesamo.model.yaml;

import org.jspecify.annotations.NullMarked;
