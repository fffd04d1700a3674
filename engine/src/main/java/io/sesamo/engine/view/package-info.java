/** What people are shown of workflows and pools: records without behaviour. */
@NullMarked
package io.sesamo.engine.view;

import org.jspecify.annotations.NullMarked;
