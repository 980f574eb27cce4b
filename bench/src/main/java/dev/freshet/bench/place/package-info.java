/** Landing zones of scenarios: on this machine, and in servers that stand in for clouds. */
@NullMarked
package dev.freshet.bench.place;

import org.jspecify.annotations.NullMarked;
