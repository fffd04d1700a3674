/** The facts that decisions rest on: chips, sites, countries, prices, round trips; with sources. */
@NullMarked
package io.sesamo.model.catalog;

import org.jspecify.annotations.NullMarked;
