/** How maintenance and users get on: searches, writes and upkeep of one vector table at once. */
@NullMarked
package dev.freshet.bench.maintenance;

import org.jspecify.annotations.NullMarked;
