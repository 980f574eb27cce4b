/** Commits to a vector table: rows are staged, then replaced atomically under a lease. */
@NullMarked
package dev.freshet.lance.write;

import org.jspecify.annotations.NullMarked;
