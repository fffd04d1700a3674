/** What tasks wrote, kept in files and read back as lines. */
@NullMarked
package io.sesamo.engine.logs;

import org.jspecify.annotations.NullMarked;
