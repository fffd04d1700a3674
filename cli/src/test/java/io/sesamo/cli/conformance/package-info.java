@NullMarked
package io.sesamo.cli.conformance;

import org.jspecify.annotations.NullMarked;
