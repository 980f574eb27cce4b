/** The cost of maintenance: searches, writes and upkeep of one vector table at the same time. */
@NullMarked
package dev.freshet.bench.maintenance;

import org.jspecify.annotations.NullMarked;
