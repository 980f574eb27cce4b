/** Maintenance of the Delta tables of a home: what they need and why, and doing it. */
@NullMarked
package dev.freshet.maintenance.layer;

import org.jspecify.annotations.NullMarked;
